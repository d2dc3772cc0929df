package dev.iris.incident.intake;

import java.time.Instant;
import java.util.UUID;

/**
 * An accepted webhook as it is stored.
 *
 * @param groupHash the same for all webhooks of one group of one source
 */
public record StoredIntake(
    UUID id, String source, Instant receivedAt, int alerts, long groupHash, byte[] body) {

  /** The number of a group. */
  static long groupHash(String source, String groupKey) {
    return Fingerprint.hash(source + '\n' + groupKey);
  }

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
