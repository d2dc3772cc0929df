/**
 * Alloy on a host, with the host's own means: what has to be put right first, what would be changed, and each step of the change.
 * {@code platform} says how a thing is done on a family of systems, {@code remote} does it; here is decided what.
 */
@NullMarked
package dev.iris.enrollment.agent;

import org.jspecify.annotations.NullMarked;
