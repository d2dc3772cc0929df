/**
 * Hosts as Prometheus sees them: which instances there are, the targets each of them is given, by files or by HTTP, and the proof
 * that samples arrive. Rows of the database are the truth about targets; files follow them.
 */
@NullMarked
package dev.iris.enrollment.prometheus;

import org.jspecify.annotations.NullMarked;
