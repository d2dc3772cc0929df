package dev.iris.incident.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident that is not resolved.
 *
 * @param absence null while its alert is known at Alertmanager, for all that Iris knows
 */
record OpenIncident(UUID id, String fingerprint, boolean stale, @Nullable Absence absence) {

  /**
   * No peer knows of its alert.
   *
   * @param lasted for how long that was seen; the time in which nobody looked, or not all peers answered, does not count
   * @param closingAt when Iris last stored its resolve; null before the first time
   */
  record Absence(Duration lasted, @Nullable Instant closingAt) {}
}
