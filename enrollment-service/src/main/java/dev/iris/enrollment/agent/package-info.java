/** Sets up Alloy on a host, with the host's own means. */
@NullMarked
package dev.iris.enrollment.agent;

import org.jspecify.annotations.NullMarked;
