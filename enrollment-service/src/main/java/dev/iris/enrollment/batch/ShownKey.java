package dev.iris.enrollment.batch;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * A host's key that awaits a decision.
 *
 * @param line of the file
 * @param fingerprint as {@code ssh-keygen -l} shows it
 */
record ShownKey(
    int position,
    int line,
    String address,
    int port,
    String hostname,
    UUID enrollmentId,
    String algorithm,
    String fingerprint,
    Instant since) {

  static ShownKey of(Row row) {
    JsonObject key = new JsonObject(row.getString("shown_key"));
    return new ShownKey(
        row.getInteger("position"),
        row.getInteger("line"),
        row.getString("address"),
        row.getInteger("port"),
        row.getString("hostname"),
        row.getUUID("enrollment_id"),
        key.getString("algorithm"),
        key.getString("fingerprint"),
        row.getOffsetDateTime("waiting_since").toInstant());
  }
}
