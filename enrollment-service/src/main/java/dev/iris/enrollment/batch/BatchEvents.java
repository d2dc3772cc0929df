package dev.iris.enrollment.batch;

import dev.iris.enrollment.enrolling.Told;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What a batch tells, in its order. Whoever writes holds the batch's row locked, so that no number is given twice. */
final class BatchEvents {

  private static final String APPEND =
      """
      insert into batch_event (batch_id, sequence, kind, data, at)
      select $1, (select coalesce(max(sequence), 0) from batch_event where batch_id = $1) + told.at, $2, told.data, $4
      from unnest($3::text[]) with ordinality as told (data, at)
      returning sequence""";

  private static final String AFTER =
      """
      select sequence, kind, data from batch_event where batch_id = $1 and sequence > $2 order by sequence limit 500""";

  private BatchEvents() {}

  /** Tells what the batch as a whole has come to; answers the number of it. */
  static Uni<Long> status(SqlClient sql, BatchId id, String status, Counts counts, Instant at) {
    return append(
        sql,
        id,
        "status",
        List.of(new JsonObject().put("status", status).put("counts", counts.json())),
        at);
  }

  /** Tells how many have come how far. */
  static Uni<Void> progress(SqlClient sql, BatchId id, Counts counts, Instant at) {
    return append(sql, id, "progress", List.of(new JsonObject().put("counts", counts.json())), at)
        .replaceWithVoid();
  }

  /** Tells what hosts have come to. */
  static Uni<Void> hosts(SqlClient sql, BatchId id, List<HostResult> hosts, Instant at) {
    return hosts.isEmpty()
        ? Uni.createFrom().voidItem()
        : append(sql, id, "host", hosts.stream().map(HostResult::json).toList(), at)
            .replaceWithVoid();
  }

  /** What was told after that one, 500 at most. */
  static Uni<List<Told>> after(SqlClient sql, BatchId id, long sequence) {
    return sql.preparedQuery(AFTER).execute(Tuple.of(id.value(), sequence)).map(Told::of);
  }

  private static Uni<Long> append(
      SqlClient sql, BatchId id, String kind, List<JsonObject> data, Instant at) {
    Tuple values =
        Tuple.of(
            id.value(),
            kind,
            data.stream().map(JsonObject::encode).toArray(String[]::new),
            at.atOffset(ZoneOffset.UTC));
    return sql.preparedQuery(APPEND).execute(values).map(rows -> rows.iterator().next().getLong(0));
  }
}
