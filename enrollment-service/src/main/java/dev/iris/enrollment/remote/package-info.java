/**
 * The port to hosts: where to log in, as whom, what to run there and what came of it. Knows nothing of how a host is reached,
 * nor of what its shell is like; {@code remote.ssh} is one way to reach it.
 */
@NullMarked
package dev.iris.enrollment.remote;

import org.jspecify.annotations.NullMarked;
