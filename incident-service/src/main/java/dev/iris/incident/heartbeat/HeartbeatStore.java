package dev.iris.incident.heartbeat;

import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The rows of sources. Whoever changes a row holds its lock and looks at it again under the lock, so that of several replicas one
 * finds it changeable. Locks are taken in the order of the names.
 */
final class HeartbeatStore {

  /** A stored webhook that is not taken up yet may hold the sign of life: a backlog of Iris is no silence of others. */
  private static final String DECLARE_ABSENT =
      """
      with silent as (
        select h.source from heartbeat h
        where h.absent_since is null and h.last_seen_at <= $1
          and not exists (select 1 from intake i where i.source = h.source and i.taken_at is null and i.received_at > $1)
        order by h.source for update of h)
      update heartbeat h set absent_since = $2 from silent where h.source = silent.source
      returning h.source, h.status, h.starts_at, h.last_seen_at, h.absent_since
      """;

  private static final String DECLARE_RETURNED =
      """
      with back as (
        select source, absent_since from heartbeat where last_seen_at > absent_since order by source for update)
      update heartbeat h set absent_since = null from back where h.source = back.source
      returning h.source, h.status, h.starts_at, h.last_seen_at, back.absent_since
      """;

  private static final String FORGET =
      "delete from heartbeat where source = $1 returning source, status, starts_at, last_seen_at, absent_since";

  private static final String ABSENT =
      "select count(*) from heartbeat where absent_since is not null";

  private static final String PAGE =
      """
      select source, status, starts_at, last_seen_at, absent_since from heartbeat where source > $1 order by source limit $2
      """;

  private HeartbeatStore() {}

  /** Declares those absent that were silent since then; answers them. */
  static Uni<List<Heartbeat>> declareAbsent(SqlConnection sql, Instant silentSince, Instant now) {
    return sql.preparedQuery(DECLARE_ABSENT)
        .execute(Tuple.of(silentSince.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC)))
        .map(HeartbeatStore::read);
  }

  /** Takes that back for those that were heard since; answers them as they were while they were absent. */
  static Uni<List<Heartbeat>> declareReturned(SqlConnection sql) {
    return sql.preparedQuery(DECLARE_RETURNED).execute().map(HeartbeatStore::read);
  }

  /** Removes one; answers it as it was. */
  static Uni<List<Heartbeat>> forget(SqlConnection sql, String source) {
    return sql.preparedQuery(FORGET).execute(Tuple.of(source)).map(HeartbeatStore::read);
  }

  /** How many are absent. */
  static Uni<Long> absent(SqlClient sql) {
    return sql.preparedQuery(ABSENT).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  /** Those after a source, in the order of their names. */
  static Uni<List<Heartbeat>> page(SqlClient sql, String after, int limit) {
    return sql.preparedQuery(PAGE).execute(Tuple.of(after, limit)).map(HeartbeatStore::read);
  }

  private static List<Heartbeat> read(RowSet<Row> rows) {
    Function<Row, Heartbeat> heartbeat =
        row ->
            new Heartbeat(
                row.getString("source"),
                row.getString("status"),
                Cells.timeOf(row, "starts_at"),
                Cells.timeOf(row, "last_seen_at"),
                Cells.time(row, "absent_since"));
    List<Heartbeat> found = new ArrayList<>();
    rows.forEach(row -> found.add(heartbeat.apply(row)));
    return found;
  }
}
