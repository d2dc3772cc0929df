package dev.iris.incident.reconciliation;

import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets one of several replicas look at a source in each slot of time. */
final class Slots {

  private static final String CLAIM =
      """
      insert into reconciliation as r (source, slot) values ($1, $2)
      on conflict (source) do update set slot = excluded.slot where r.slot < excluded.slot
      """;

  private static final String HOLD =
      "select whole_at from reconciliation where source = $1 and slot = $2 for update";

  private static final String LOOKED = "update reconciliation set whole_at = $2 where source = $1";

  private Slots() {}

  /**
   * A slot of time of a source, held by one transaction.
   *
   * @param wholeAt when all peers were last heard
   */
  record Held(@Nullable Instant wholeAt) {}

  /** When the slot began that a moment lies in. */
  static Instant at(Instant now, Duration interval) {
    return Instant.ofEpochMilli(
        Math.floorDiv(now.toEpochMilli(), interval.toMillis()) * interval.toMillis());
  }

  /** True for the first who asks for this slot or a later one. */
  static Uni<Boolean> claim(SqlConnection sql, String source, Instant slot) {
    return sql.preparedQuery(CLAIM)
        .execute(Tuple.of(source, slot.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Keeps others from this source until the transaction ends; empty if a later slot was claimed meanwhile. */
  static Uni<Optional<Held>> hold(SqlConnection sql, String source, Instant slot) {
    return sql.preparedQuery(HOLD)
        .execute(Tuple.of(source, slot.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                rows.iterator().hasNext()
                    ? Optional.of(new Held(Cells.time(rows.iterator().next(), "whole_at")))
                    : Optional.empty());
  }

  /** Notes that all peers were heard. */
  static Uni<Void> whole(SqlConnection sql, String source, Instant now) {
    return sql.preparedQuery(LOOKED)
        .execute(Tuple.of(source, now.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }
}
