package dev.iris.enrollment.registry;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Hosts and their keys as rows have them. */
final class HostRows {

  static final String COLUMNS =
      "id, address, port, hostname, transport, state, labels, enrolled_by, broken_segment, broken_code, broken_remedy,"
          + " broken_since, sequence, created_at, updated_at";

  static final String UPDATE =
      """
      update host set hostname = $2, state = $3, labels = $4, enrolled_by = $5, broken_segment = $6, broken_code = $7,
        broken_remedy = $8, broken_since = $9, sequence = $10, updated_at = $11
      where id = $1""";

  private HostRows() {}

  static List<Host> hosts(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(HostRows::host).toList();
  }

  static List<PinnedKey> keys(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(HostRows::key).toList();
  }

  static JsonObject json(Map<String, String> labels) {
    JsonObject json = new JsonObject();
    new TreeMap<>(labels).forEach(json::put);
    return json;
  }

  /** The parameters of {@link #UPDATE}. */
  static Tuple values(Host host) {
    Breakage broken = host.broken();
    return Tuple.tuple()
        .addUUID(host.id().value())
        .addString(host.hostname())
        .addString(host.status().text())
        .addValue(json(host.labels()))
        .addString(host.enrolledBy())
        .addString(broken == null ? null : broken.segment())
        .addString(broken == null ? null : broken.code())
        .addString(broken == null ? null : broken.remedy())
        .addOffsetDateTime(broken == null ? null : broken.since().atOffset(ZoneOffset.UTC))
        .addLong(host.sequence())
        .addOffsetDateTime(host.updatedAt().atOffset(ZoneOffset.UTC));
  }

  private static Host host(Row row) {
    Map<String, String> labels = new TreeMap<>();
    row.getJsonObject("labels")
        .forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
    return new Host(
        new HostId(row.getUUID("id")),
        row.getString("address"),
        row.getInteger("port"),
        row.getString("hostname"),
        row.getString("transport"),
        HostStatus.of(row.getString("state")).orElseThrow(),
        labels,
        row.getString("enrolled_by"),
        broken(row),
        row.getLong("sequence"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static @Nullable Breakage broken(Row row) {
    OffsetDateTime since = row.getOffsetDateTime("broken_since");
    return since == null
        ? null
        : new Breakage(
            row.getString("broken_segment"),
            row.getString("broken_code"),
            row.getString("broken_remedy"),
            since.toInstant());
  }

  private static PinnedKey key(Row row) {
    return new PinnedKey(
        row.getString("algorithm"),
        row.getString("public_key"),
        row.getString("fingerprint"),
        row.getString("approved_by"),
        row.getString("approved_how"),
        row.getOffsetDateTime("approved_at").toInstant());
  }
}
