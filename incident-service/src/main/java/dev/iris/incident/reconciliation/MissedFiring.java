package dev.iris.incident.reconciliation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a peer has as active and that is of no open incident.
 *
 * @param since when Iris first saw that
 * @param reportedAt when Iris last stored its firing; null before the first time
 */
record MissedFiring(Instant since, @Nullable Instant reportedAt) {}
