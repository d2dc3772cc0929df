/**
 * Compares what Iris believes with what Alertmanager says when it is asked: incidents whose resolve was lost become stale and
 * are closed, alerts whose firing was lost are found. {@link dev.iris.incident.reconciliation.Comparison} decides and is pure.
 */
@NullMarked
package dev.iris.incident.reconciliation;

import org.jspecify.annotations.NullMarked;
