/** Hosts over SSH. The only package that knows the SSH library. */
@NullMarked
package dev.iris.enrollment.remote.ssh;

import org.jspecify.annotations.NullMarked;
