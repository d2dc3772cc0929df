/** Batches: many hosts asked for at once, by a file or a list, and enrolled a few at a time. Each is an ordinary job. */
@NullMarked
package dev.iris.enrollment.batch;

import org.jspecify.annotations.NullMarked;
