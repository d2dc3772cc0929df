package dev.iris.enrollment.registry;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Hosts and their keys as rows have them. */
final class HostRows {

  static final String COLUMNS =
      "id, address, port, hostname, transport, state, labels, sequence, created_at, updated_at";

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
        row.getLong("sequence"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
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
