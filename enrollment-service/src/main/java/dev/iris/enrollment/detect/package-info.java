/** What a host is and runs: one script that looks, and what its output means. */
@NullMarked
package dev.iris.enrollment.detect;

import org.jspecify.annotations.NullMarked;
