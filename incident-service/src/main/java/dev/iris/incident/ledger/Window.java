package dev.iris.incident.ledger;

import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** From, inclusive, to, exclusive. */
record Window(Instant from, Instant to) {

  /** Of an hour of which anything was pruned only the whole is known. */
  private static final String KNOWN =
      """
      select
        case when exists (select from ledger_hour where hour = first) then first else $1::timestamptz end as "from",
        case when last < $2 and exists (select from ledger_hour where hour = last) then last + interval '1 hour'
          else $2::timestamptz end as "to"
      from (select date_trunc('hour', $1::timestamptz, 'UTC') as first, date_trunc('hour', $2::timestamptz, 'UTC') as last) hours
      """;

  Tuple parameters() {
    return Tuple.of(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC));
  }

  /** The smallest window around this one that figures are known of. */
  Uni<Window> known(SqlConnection sql) {
    return sql.preparedQuery(KNOWN)
        .execute(parameters())
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Window(Cells.timeOf(row, "from"), Cells.timeOf(row, "to"));
            });
  }
}
