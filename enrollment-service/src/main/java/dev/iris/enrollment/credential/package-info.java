/** What Iris logs in with: sealed at rest, never shown again, used only where it may be. */
@NullMarked
package dev.iris.enrollment.credential;

import org.jspecify.annotations.NullMarked;
