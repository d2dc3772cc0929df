/** The families of systems that Iris knows. They only say how a thing is done there; {@code remote} does it. */
@NullMarked
package dev.iris.enrollment.platform;

import org.jspecify.annotations.NullMarked;
