package dev.iris.incident.ledger;

import dev.iris.incident.ledger.LedgerReport.Deliveries;
import dev.iris.incident.ledger.LedgerReport.News;
import dev.iris.incident.ledger.LedgerReport.Occurrences;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.Map;

/** The counts of a window. */
record Figures(
    Occurrences occurrences, News news, Map<String, Long> withheldBy, Deliveries deliveries) {

  private static final String RECEIVED =
      """
      select coalesce(sum(alert_count), 0)::bigint as received,
        coalesce(sum(alert_count) filter (where taken_at is null), 0)::bigint as queued
      from intake where received_at >= $1 and received_at < $2
      """;

  private static final String OCCURRENCES =
      "select outcome as name, count(*) as n from occurrence where received_at >= $1 and received_at < $2 group by 1";

  private static final String NEWS =
      """
      select d.status as name, count(*) as n from transition t join decision d on d.transition_id = t.id and d.current
      where t.received_at >= $1 and t.received_at < $2 group by 1
      """;

  private static final String REMINDERS =
      "select kind as name, count(*) as n from transition where received_at >= $1 and received_at < $2 and kind = 'reminder' group by 1";

  private static final String WITHHELD =
      """
      select d.withheld_by as name, count(*) as n from transition t join decision d on d.transition_id = t.id and d.current
      where t.received_at >= $1 and t.received_at < $2 and d.withheld_by is not null group by 1
      """;

  private static final String DELIVERIES =
      """
      select d.status as name, count(*) as n from notification n join delivery d on d.notification_id = n.id
      where n.received_at >= $1 and n.received_at < $2 group by 1
      """;

  static Uni<Figures> of(SqlConnection sql, Window window) {
    return Uni.combine()
        .all()
        .unis(
            sql.preparedQuery(RECEIVED).execute(window.parameters()),
            counts(sql, OCCURRENCES, window),
            counts(sql, NEWS, window),
            counts(sql, REMINDERS, window),
            counts(sql, WITHHELD, window),
            counts(sql, DELIVERIES, window))
        .with(Figures::of);
  }

  private static Figures of(
      RowSet<Row> received,
      Map<String, Long> occurrences,
      Map<String, Long> news,
      Map<String, Long> reminders,
      Map<String, Long> withheldBy,
      Map<String, Long> deliveries) {
    Row row = received.iterator().next();
    return new Figures(
        new Occurrences(
            row.getLong("received"),
            of(occurrences, "news"),
            of(occurrences, "merged"),
            of(occurrences, "rejected"),
            row.getLong("queued")),
        new News(
            of(news, "told"),
            of(news, "withheld"),
            of(news, "held"),
            of(news, "pending"),
            of(news, "undeliverable"),
            of(reminders, "reminder")),
        withheldBy,
        new Deliveries(
            of(deliveries, "accepted"), of(deliveries, "pending"), of(deliveries, "failed")));
  }

  private static Uni<Map<String, Long>> counts(SqlConnection sql, String query, Window window) {
    return sql.preparedQuery(query)
        .execute(window.parameters())
        .map(
            rows -> {
              Map<String, Long> counts = new HashMap<>();
              rows.forEach(row -> counts.put(row.getString("name"), row.getLong("n")));
              return counts;
            });
  }

  private static long of(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }
}
