package dev.iris.incident.ledger;

import dev.iris.incident.ledger.LedgerReport.Discrepancy;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Searches for rows that lack their counterpart. Each query answers {@code alert_name, instance, incident_id, detail}, at most
 * {@link #MOST} rows; the detail goes into the sentence.
 */
enum Check {
  DECISION_MISSING(
      "The news that it %s has no current decision.",
      """
      select i.alert_name, i.instance, i.id as incident_id, case t.kind when 'reminder' then 'still fires' else t.kind end as detail
      from transition t join incident i on i.id = t.incident_id
      where t.received_at >= $1 and t.received_at < $2
        and not exists (select 1 from decision d where d.transition_id = t.id and d.current)
      """),
  DECISION_HISTORY_INCOMPLETE(
      "The history of decisions about the news that it %s has a gap.",
      """
      select i.alert_name, i.instance, i.id as incident_id, case t.kind when 'reminder' then 'still fires' else t.kind end as detail
      from transition t join incident i on i.id = t.incident_id
      join lateral (
        select count(*) as kept, max(revision) as made from decision d where d.transition_id = t.id) d on d.kept < d.made
      where t.received_at >= $1 and t.received_at < $2
      """),
  DECISION_ORPHANED(
      "The decision '%s' is about news that does not exist.",
      """
      select i.alert_name, i.instance, i.id as incident_id, d.status as detail
      from decision d
      left join notification_item n on n.transition_id = d.transition_id
      left join incident i on i.id = n.incident_id
      where d.current and d.decided_at >= $1 and d.decided_at < $2
        and not exists (select 1 from transition t where t.id = d.transition_id)
      """),
  TRANSITION_MISSING(
      "An alert of it was news, but the news (%s) does not exist.",
      """
      select s.alert_name, s.instance, null::uuid as incident_id, o.transition_id::text as detail
      from occurrence o left join series s on s.id = o.series_id
      where o.received_at >= $1 and o.received_at < $2 and o.outcome = 'news'
        and not exists (select 1 from transition t where t.id = o.transition_id)
      """),
  NOBODY_ASKED(
      "Somebody is to be told that it %s, but nobody was asked to tell.",
      """
      select i.alert_name, i.instance, i.id as incident_id, case t.kind when 'reminder' then 'still fires' else t.kind end as detail
      from transition t join incident i on i.id = t.incident_id
      join decision d on d.transition_id = t.id and d.current and d.status in ('pending', 'told', 'undeliverable')
      where t.received_at >= $1 and t.received_at < $2
        and not exists (select 1 from notification_item n where n.transition_id = t.id)
      """),
  NOTIFICATION_MISSING(
      "The notification that tells of it (%s) does not exist.",
      """
      select i.alert_name, i.instance, i.id as incident_id, n.notification_id::text as detail
      from transition t join incident i on i.id = t.incident_id join notification_item n on n.transition_id = t.id
      where t.received_at >= $1 and t.received_at < $2
        and not exists (select 1 from notification m where m.id = n.notification_id)
      """),
  DELIVERY_MISSING(
      "Of the deliveries that were planned to tell of it, %s are missing.",
      """
      select i.alert_name, i.instance, i.id as incident_id, (n.planned_deliveries - d.kept)::text as detail
      from notification n
      join lateral (select count(*) as kept from delivery where notification_id = n.id) d on d.kept < n.planned_deliveries
      join lateral (
        select i.* from notification_item m join incident i on i.id = m.incident_id where m.notification_id = n.id) i on true
      where n.received_at >= $1 and n.received_at < $2
      """);

  /** A ledger this far off needs a look at the tables, not a longer list. */
  static final int MOST = 100;

  private final String sentence;
  private final String query;

  Check(String sentence, String query) {
    this.sentence = sentence;
    this.query = query + " limit " + MOST;
  }

  Uni<List<Discrepancy>> run(SqlConnection sql, Window window) {
    return sql.preparedQuery(query)
        .execute(window.parameters())
        .map(
            rows -> {
              List<Discrepancy> found = new ArrayList<>();
              rows.forEach(row -> found.add(discrepancy(row)));
              return found;
            });
  }

  /** How an alert is named. */
  static String alert(@Nullable String alertName, @Nullable String instance) {
    if (alertName == null) {
      return "unknown alert";
    }
    return instance == null ? alertName : alertName + " on " + instance;
  }

  private Discrepancy discrepancy(Row row) {
    return new Discrepancy(
        name().toLowerCase(Locale.ROOT).replace('_', '-'),
        alert(row.getString("alert_name"), row.getString("instance")),
        row.getUUID("incident_id"),
        sentence.formatted(row.getString("detail")));
  }
}
