package dev.iris.incident.intake;

import java.time.Instant;
import java.util.UUID;

/** An accepted webhook as it is stored. */
public record StoredIntake(UUID id, String source, Instant receivedAt, int alerts, byte[] body) {

  /** Its body, understood. */
  public AlertGroup group() {
    return AlertGroupReader.read(body, alerts);
  }

  /** Never the body: it may hold what people do not want in a log. */
  @Override
  public String toString() {
    return "StoredIntake[id=" + id + ", source=" + source + ", alerts=" + alerts + "]";
  }
}
