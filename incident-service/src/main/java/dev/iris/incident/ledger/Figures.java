package dev.iris.incident.ledger;

import dev.iris.incident.ledger.LedgerReport.Deliveries;
import dev.iris.incident.ledger.LedgerReport.News;
import dev.iris.incident.ledger.LedgerReport.Occurrences;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counts of a window: of the rows that are there, and of those that were pruned and left only their figures. */
record Figures(
    Occurrences occurrences, News news, Map<String, Long> withheldBy, Deliveries deliveries) {

  /** Each answers figures by name. What is pruned has moved from the others to the last one, in one statement. */
  private static final List<String> QUERIES =
      List.of(
          """
          select 'received' as figure, case when taken_at is null then 'queued' else '' end as name, sum(alert_count)::bigint as n
          from intake where received_at >= $1 and received_at < $2 group by 2
          """,
          """
          select 'occurrence' as figure, outcome as name, count(*) as n
          from occurrence where received_at >= $1 and received_at < $2 group by 2
          """,
          """
          select 'news' as figure, d.status as name, count(*) as n
          from transition t join decision d on d.transition_id = t.id and d.current
          where t.received_at >= $1 and t.received_at < $2 group by 2
          """,
          """
          select 'reminder' as figure, '' as name, count(*) as n
          from transition where received_at >= $1 and received_at < $2 and kind = 'reminder'
          """,
          """
          select 'withheld-by' as figure, d.withheld_by as name, count(*) as n
          from transition t join decision d on d.transition_id = t.id and d.current
          where t.received_at >= $1 and t.received_at < $2 and d.withheld_by is not null group by 2
          """,
          """
          select 'delivery' as figure, d.status as name, count(*) as n
          from notification n join delivery d on d.notification_id = n.id
          where n.received_at >= $1 and n.received_at < $2 group by 2
          """,
          "select figure, name, sum(n)::bigint as n from ledger_hour where hour >= $1 and hour < $2 group by 1, 2");

  static Uni<Figures> of(SqlConnection sql, Window window) {
    return Uni.join()
        .all(
            QUERIES.stream()
                .map(query -> sql.preparedQuery(query).execute(window.parameters()))
                .toList())
        .andFailFast()
        .map(Figures::of);
  }

  private static Figures of(List<RowSet<Row>> results) {
    Map<String, Map<String, Long>> sums = new HashMap<>();
    for (RowSet<Row> rows : results) {
      for (Row row : rows) {
        sums.computeIfAbsent(row.getString("figure"), figure -> new HashMap<>())
            .merge(row.getString("name"), row.getLong("n"), Long::sum);
      }
    }
    Counts received = new Counts(sums, "received");
    Counts occurrences = new Counts(sums, "occurrence");
    Counts news = new Counts(sums, "news");
    Counts deliveries = new Counts(sums, "delivery");
    return new Figures(
        new Occurrences(
            received.all(),
            occurrences.of("news"),
            occurrences.of("merged"),
            occurrences.of("rejected"),
            received.of("queued")),
        new News(
            news.of("told"),
            news.of("withheld"),
            news.of("held"),
            news.of("pending"),
            news.of("undeliverable"),
            new Counts(sums, "reminder").all()),
        new Counts(sums, "withheld-by").byName(),
        new Deliveries(
            deliveries.of("accepted"), deliveries.of("pending"), deliveries.of("failed")));
  }

  /** One figure, by name. */
  private record Counts(Map<String, Long> byName) {

    Counts(Map<String, Map<String, Long>> sums, String figure) {
      this(sums.getOrDefault(figure, Map.of()));
    }

    long of(String name) {
      return byName.getOrDefault(name, 0L);
    }

    long all() {
      return byName.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
