package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The rows of targets. Whoever changes one holds its lock until the file follows. */
final class TargetStore {

  private static final String PUT =
      """
      insert into prometheus_target (instance, host_id, host, changed_at) values ($1, $2, $3::text::jsonb, $4)
      on conflict (instance, host_id) do update set host = excluded.host, changed_at = excluded.changed_at, retired_at = null
      """;

  private static final String LOCK =
      "select host_id, host::text, retired_at from prometheus_target where instance = $1 and host_id = $2 for update";

  private static final String FIND =
      "select host_id, host::text, retired_at from prometheus_target where instance = $1 and host_id = $2";

  private static final String ALL =
      "select host_id, host::text, retired_at from prometheus_target where instance = $1 order by host_id";

  private static final String RETIRE =
      "update prometheus_target set retired_at = $3 where instance = $1 and host_id = $2 and retired_at is null";

  private static final String PLACES =
      """
      select instance, host::text from prometheus_target
      where host_id = $1 and retired_at is null order by instance""";

  private static final String CLAIM =
      """
      insert into prometheus_pass as p (instance, slot) values ($1, $2)
      on conflict (instance) do update set slot = excluded.slot where p.slot < excluded.slot
      """;

  private static final String LOCK_FOLDER =
      "select pg_advisory_xact_lock(hashtext('iris-targets'), hashtext($1))";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TargetStore() {}

  /** A row; of a host that was retired it is what was true before. */
  record Kept(HostTargets host, boolean retired) {}

  /** Stores what a host is now, and takes its row's lock; tells whether anything is different from before. */
  static Uni<Boolean> put(SqlConnection sql, String instance, HostTargets host, Instant now) {
    return lock(sql, instance, host.hostId())
        .chain(
            before ->
                before.stream().anyMatch(kept -> !kept.retired() && kept.host().equals(host))
                    ? Uni.createFrom().item(false)
                    : sql.preparedQuery(PUT)
                        .execute(Tuple.of(instance, host.hostId(), json(host), at(now)))
                        .replaceWith(true));
  }

  /** One row at most, locked until the transaction ends. */
  static Uni<List<Kept>> lock(SqlConnection sql, String instance, UUID host) {
    return sql.preparedQuery(LOCK).execute(Tuple.of(instance, host)).map(TargetStore::read);
  }

  /** One row at most. */
  static Uni<List<Kept>> find(SqlClient sql, String instance, UUID host) {
    return sql.preparedQuery(FIND).execute(Tuple.of(instance, host)).map(TargetStore::read);
  }

  /** Where a host is scraped, and as what. */
  static Uni<List<Placement>> places(SqlClient sql, UUID host) {
    return sql.preparedQuery(PLACES)
        .execute(Tuple.of(host))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Placement(row.getString(0), host(row.getString(1))))
                    .toList());
  }

  /** All rows of an instance, in an order that stays. */
  static Uni<List<Kept>> all(SqlClient sql, String instance) {
    return sql.preparedQuery(ALL).execute(Tuple.of(instance)).map(TargetStore::read);
  }

  /** False if there is no such host, or it was retired before. */
  static Uni<Boolean> retire(SqlConnection sql, String instance, UUID host, Instant now) {
    return sql.preparedQuery(RETIRE)
        .execute(Tuple.of(instance, host, at(now)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** True for the first who asks in a slot of time. */
  static Uni<Boolean> claim(SqlConnection sql, String instance, Instant now, Duration interval) {
    long length = interval.toMillis();
    Instant slot = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length);
    return sql.preparedQuery(CLAIM)
        .execute(Tuple.of(instance, at(slot)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Keeps others from the files that people wrote for an instance, until the transaction ends. */
  static Uni<Void> lockFolder(SqlConnection sql, String instance) {
    return sql.preparedQuery(LOCK_FOLDER).execute(Tuple.of(instance)).replaceWithVoid();
  }

  private static List<Kept> read(RowSet<Row> rows) {
    List<Kept> found = new ArrayList<>();
    for (Row row : rows) {
      found.add(new Kept(host(row.getString("host")), row.getOffsetDateTime("retired_at") != null));
    }
    return found;
  }

  private static HostTargets host(String json) {
    try {
      return JSON.readValue(json, HostTargets.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row that Iris wrote must be readable", e);
    }
  }

  private static String json(HostTargets host) {
    try {
      return JSON.writeValueAsString(host);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings must be writable", e);
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
