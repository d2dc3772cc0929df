package dev.iris.enrollment.batch;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The hosts of a batch as its pacer sees them. All of it under the lock of the batch's row. */
final class HostRows {

  /** The jobs' rows are the truth; what a batch shows of them follows. */
  private static final String FOLLOW =
      """
      with moved as (
        select h.position, e.state, e.changed, e.finished_at, s.code, s.remedy
        from batch_host h join enrollment e on e.id = h.enrollment_id
        left join lateral (
          select code, remedy from enrollment_step
          where enrollment_id = e.id and code is not null and e.state in ('failed', 'unproven')
          order by position limit 1) s on true
        where h.batch_id = $1 and h.state in ('queued', 'running', 'waiting') and h.state <> e.state)
      update batch_host h set state = moved.state, changed = moved.changed, finished_at = moved.finished_at, code = moved.code,
        remedy = moved.remedy, key_decision = null, key_fingerprint = null, key_decided_by = null
      from moved where h.batch_id = $1 and h.position = moved.position
      returning h.\s"""
          + HostResult.COLUMNS.replace(", ", ", h.");

  private static final String NEXT =
      "select h.position, h.address, h.port, h.request, h.credential_id, "
          + Standing.DONE
          + " as done from batch_host h "
          + Standing.JOINS
          + " where h.batch_id = $1 and h.state = 'pending' order by h.position limit $2";

  private static final String IN_FLIGHT =
      "select count(*) from enrollment where batch_id = $1 and state in ('queued', 'running')";

  private static final String OPENED =
      "update batch_host set state = 'queued', enrollment_id = $3 where batch_id = $1 and position = $2 returning "
          + HostResult.COLUMNS;

  private static final String SKIPPED =
      """
      update batch_host set state = 'skipped', code = $3, remedy = $4, finished_at = $5 where batch_id = $1 and position = $2
      returning\s"""
          + HostResult.COLUMNS;

  private static final String CANCELLED =
      "update batch_host set state = 'cancelled', finished_at = $2 where batch_id = $1 and state = 'pending' returning "
          + HostResult.COLUMNS;

  private static final String TO_CANCEL =
      """
      select enrollment_id from batch_host h join enrollment e on e.id = h.enrollment_id
      where h.batch_id = $1 and h.state in ('queued', 'running', 'waiting') and e.finished_at is null and e.cancelled_at is null
      order by h.position limit 200""";

  /** The refused first: they need no hand. */
  private static final String DECIDED =
      """
      select h.enrollment_id, h.key_fingerprint, h.key_decision, h.key_decided_by
      from batch_host h join enrollment e on e.id = h.enrollment_id
      where h.batch_id = $1 and h.state = 'waiting' and h.key_decision is not null and e.state = 'waiting'
      order by h.key_decision desc, h.position limit 200""";

  private HostRows() {}

  /** Takes over what became of the jobs; answers the hosts that moved. */
  static Uni<List<HostResult>> follow(SqlClient sql, BatchId id) {
    return sql.preparedQuery(FOLLOW).execute(Tuple.of(id.value())).map(HostResult::of);
  }

  /**
   * A host whose turn it is.
   *
   * @param done whether it is set up as it is asked for
   */
  record Next(
      int position,
      String address,
      int port,
      String request,
      @Nullable UUID credential,
      boolean done) {}

  static Uni<List<Next>> next(SqlClient sql, BatchId id, int most) {
    return list(
        sql,
        NEXT,
        Tuple.of(id.value(), most),
        row ->
            new Next(
                row.getInteger("position"),
                row.getString("address"),
                row.getInteger("port"),
                row.getString("request"),
                row.getUUID("credential_id"),
                row.getBoolean("done")));
  }

  /** How many of its jobs take a hand now. */
  static Uni<Long> inFlight(SqlClient sql, BatchId id) {
    return sql.preparedQuery(IN_FLIGHT)
        .execute(Tuple.of(id.value()))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  static Uni<HostResult> opened(SqlClient sql, BatchId id, int position, UUID job) {
    return one(sql, OPENED, Tuple.of(id.value(), position, job));
  }

  static Uni<HostResult> skipped(
      SqlClient sql, BatchId id, int position, String code, String remedy, Instant at) {
    return one(
        sql, SKIPPED, Tuple.of(id.value(), position, code, remedy, at.atOffset(ZoneOffset.UTC)));
  }

  /** Ends those whose turn has not come. */
  static Uni<List<HostResult>> cancelPending(SqlClient sql, BatchId id, Instant at) {
    return sql.preparedQuery(CANCELLED)
        .execute(Tuple.of(id.value(), at.atOffset(ZoneOffset.UTC)))
        .map(HostResult::of);
  }

  /** Jobs that are to end and were not told so yet, some of them. */
  static Uni<List<UUID>> toCancel(SqlClient sql, BatchId id) {
    return list(sql, TO_CANCEL, Tuple.of(id.value()), row -> row.getUUID(0));
  }

  /** A key that somebody decided about. */
  record Decided(UUID job, String fingerprint, boolean approved, String by) {}

  /** Jobs that wait still, and need not any more; some of them. */
  static Uni<List<Decided>> decided(SqlClient sql, BatchId id) {
    return list(
        sql,
        DECIDED,
        Tuple.of(id.value()),
        row ->
            new Decided(
                row.getUUID("enrollment_id"),
                row.getString("key_fingerprint"),
                row.getString("key_decision").equals("approve"),
                row.getString("key_decided_by")));
  }

  private static Uni<HostResult> one(SqlClient sql, String statement, Tuple values) {
    return sql.preparedQuery(statement).execute(values).map(rows -> HostResult.of(rows).getFirst());
  }

  private static <T> Uni<List<T>> list(
      SqlClient sql, String query, Tuple values, Function<Row, T> of) {
    return sql.preparedQuery(query)
        .execute(values)
        .map(
            (RowSet<Row> rows) -> StreamSupport.stream(rows.spliterator(), false).map(of).toList());
  }
}
