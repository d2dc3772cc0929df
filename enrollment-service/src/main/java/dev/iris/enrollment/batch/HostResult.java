package dev.iris.enrollment.batch;

import dev.iris.events.EnrollmentEvent.EnrolledHost;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What became of a host of a batch, so far.
 *
 * @param position in the file, from 0
 * @param line of the file, from 1
 * @param changed whether anything on the host is other than before
 * @param enrollmentId its latest job
 * @param code of a failure, or why it was skipped; stable
 * @param remedy what to do about it
 */
record HostResult(
    int position,
    int line,
    String address,
    int port,
    String hostname,
    String status,
    boolean changed,
    @Nullable UUID enrollmentId,
    @Nullable String code,
    @Nullable String remedy,
    @Nullable Instant finishedAt) {

  /** The columns that it is read from. */
  static final String COLUMNS =
      "position, line, address, port, hostname, state, changed, enrollment_id, code, remedy, finished_at";

  static List<HostResult> of(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(HostResult::of).toList();
  }

  static HostResult of(Row row) {
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    return new HostResult(
        row.getInteger("position"),
        row.getInteger("line"),
        row.getString("address"),
        row.getInteger("port"),
        row.getString("hostname"),
        row.getString("state"),
        row.getBoolean("changed"),
        row.getUUID("enrollment_id"),
        row.getString("code"),
        row.getString("remedy"),
        finished == null ? null : finished.toInstant());
  }

  EnrolledHost enrolled() {
    return new EnrolledHost(enrollmentId, address, port, hostname, status, code, remedy);
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("position", position)
            .put("line", line)
            .put("address", address)
            .put("port", port)
            .put("hostname", hostname)
            .put("status", status)
            .put("changed", changed);
    put(json, "enrollmentId", enrollmentId == null ? null : enrollmentId.toString());
    put(json, "code", code);
    put(json, "remedy", remedy);
    return json;
  }

  private static void put(JsonObject json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
