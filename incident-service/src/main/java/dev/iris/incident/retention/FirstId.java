package dev.iris.incident.retention;

import java.time.Instant;
import java.util.UUID;

/** Ids are UUIDv7, which begin with the time at which they were made. */
final class FirstId {

  private FirstId() {}

  /** Below all ids that are made from that time on. */
  static UUID at(Instant time) {
    return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
  }
}
