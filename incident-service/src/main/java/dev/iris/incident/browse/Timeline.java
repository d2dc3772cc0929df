package dev.iris.incident.browse;

import dev.iris.incident.browse.IncidentDetail.EpisodeItem;
import dev.iris.incident.browse.IncidentDetail.TimelineEntry;
import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What happened to one incident, and its firing periods. */
@ApplicationScoped
class Timeline {

  /** A flapping incident has a long life; its latest part is what people need. */
  private static final int MOST = 500;

  private static final String ENTRIES =
      """
      select * from (
        select t.received_at as at, t.kind, t.at as happened_at, nullif(w.origin, 'webhook') as text, t.incident_version as place
        from transition t left join intake w on w.id = t.intake_id where t.incident_id = $1
        union all
        select d.decided_at, d.status, null, coalesce(d.detail, d.withheld_by, t.kind), t.incident_version
        from transition t join decision d on d.transition_id = t.id
        where t.incident_id = $1 and d.status <> 'pending'
        union all
        select at, kind, null, null, 0 from staleness where incident_id = $1
        union all
        select d.settled_at, 'delivery-' || d.status, null,
          concat_ws(' · ', d.channel_type, d.recipient, d.error_code), 9223372036854775807
        from (select distinct notification_id from notification_item where incident_id = $1) n
        join delivery d on d.notification_id = n.notification_id
        where d.settled_at is not null
        order by at desc, place desc limit 500) latest
      order by at, place
      """;

  private static final String EPISODES =
      "select id, started_at, ended_at from episode where incident_id = $1 order by started_at desc limit "
          + MOST;

  private final Pool pool;

  Timeline(Pool pool) {
    this.pool = pool;
  }

  Uni<List<TimelineEntry>> of(UUID incidentId) {
    return pool.preparedQuery(ENTRIES)
        .execute(Tuple.of(incidentId))
        .map(
            rows -> {
              List<TimelineEntry> entries = new ArrayList<>();
              rows.forEach(
                  row ->
                      entries.add(
                          new TimelineEntry(
                              Cells.timeOf(row, "at"),
                              row.getString("kind"),
                              Cells.time(row, "happened_at"),
                              row.getString("text"))));
              return entries;
            });
  }

  Uni<List<EpisodeItem>> episodes(UUID incidentId) {
    return pool.preparedQuery(EPISODES)
        .execute(Tuple.of(incidentId))
        .map(
            rows -> {
              List<EpisodeItem> episodes = new ArrayList<>();
              rows.forEach(
                  row ->
                      episodes.add(
                          new EpisodeItem(
                              row.getUUID("id"),
                              Cells.timeOf(row, "started_at"),
                              Cells.time(row, "ended_at"))));
              return episodes.reversed();
            });
  }
}
