package dev.iris.incident.heartbeat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The signs of life of one source.
 *
 * @param watchdog what was last heard of its alert: {@code firing} or {@code resolved}; the latter is no sign of life
 * @param startsAt since when its alert fires, by the sender's clock
 * @param lastSeenAt when the last firing one was received
 * @param absentSince when its silence became an incident; null while it is alive
 */
record Heartbeat(
    String source,
    String watchdog,
    Instant startsAt,
    Instant lastSeenAt,
    @Nullable Instant absentSince) {

  /** {@code alive} or {@code absent}. */
  String status() {
    return absentSince == null ? "alive" : "absent";
  }
}
