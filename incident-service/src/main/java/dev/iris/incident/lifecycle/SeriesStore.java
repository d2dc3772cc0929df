package dev.iris.incident.lifecycle;

import dev.iris.events.Ids;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.intake.AlertGroup;
import dev.iris.incident.intake.Excerpt;
import dev.iris.incident.intake.StoredIntake;
import dev.iris.incident.lifecycle.GroupFold.Series;
import dev.iris.incident.sql.Cells;
import dev.iris.incident.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locks the series of a group and says where they stand. */
final class SeriesStore {

  /** Whoever composes cards of a group holds this, so that two replicas never cut one group into two cards. */
  private static final String LOCK_GROUP = "select pg_advisory_xact_lock($1)";

  /** Locks in the order of the fingerprints, at every replica the same, so that groups sharing series cannot deadlock. */
  private static final String LOCK_SERIES =
      """
      insert into series (id, source, fingerprint, alert_name, instance, first_seen_at, last_seen_at)
      select id, $1::text, fingerprint, alert_name, nullif(instance, ''), $2::timestamptz, $2::timestamptz
      from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as s (id, fingerprint, alert_name, instance)
      order by fingerprint
      on conflict (source, fingerprint) do update set last_seen_at = greatest(series.last_seen_at, excluded.last_seen_at)
      """;

  /** A statement of its own, so that it sees what the former holders of the locks committed. */
  private static final String LOAD =
      """
      select s.id as series_id, s.fingerprint, e.id as episode_id, e.started_at, l.ended_at, l.ended_heard_at,
        i.id as incident_id, i.starts_at, i.flaps, i.version, i.resolved_at
      from unnest($2::text[]) as f (fingerprint)
      join series s on s.source = $1 and s.fingerprint = f.fingerprint
      left join episode e on e.series_id = s.id and e.ended_at is null
      left join lateral (
        select ended_at, ended_heard_at from episode where series_id = s.id and ended_at is not null order by ended_at desc limit 1) l on true
      left join lateral (
        select * from incident where series_id = s.id order by resolved_at desc nulls first limit 1) i on true
      """;

  private SeriesStore() {}

  /** The series of all usable alerts but heartbeats, locked until the transaction ends; missing ones are made. */
  static Uni<List<Series>> lock(
      SqlConnection sql, StoredIntake intake, AlertGroup group, String heartbeatAlert) {
    Collection<Alert.Usable> alerts = onePerSeries(group, heartbeatAlert).values();
    Uni<RowSet<Row>> groupLock =
        sql.preparedQuery(LOCK_GROUP).execute(Tuple.of(intake.groupHash()));
    if (alerts.isEmpty()) {
      return groupLock.replaceWith(List.of());
    }
    // All three are sent at once; PostgreSQL runs them one after the other.
    return Uni.combine()
        .all()
        .unis(
            groupLock,
            sql.preparedQuery(LOCK_SERIES).execute(rows(intake, List.copyOf(alerts))),
            sql.preparedQuery(LOAD)
                .execute(
                    Tuple.of(
                        intake.source(),
                        alerts.stream().map(Alert.Usable::fingerprint).toArray(String[]::new))))
        .asTuple()
        .map(results -> read(results.getItem3()));
  }

  private static Map<String, Alert.Usable> onePerSeries(AlertGroup group, String heartbeatAlert) {
    Map<String, Alert.Usable> series = new TreeMap<>();
    for (Alert alert : group.alerts()) {
      if (alert instanceof Alert.Usable usable && !usable.name().equals(heartbeatAlert)) {
        series.putIfAbsent(usable.fingerprint(), usable);
      }
    }
    return series;
  }

  private static Tuple rows(StoredIntake intake, List<Alert.Usable> alerts) {
    return Columns.of(alerts)
        .same(intake.source())
        .same(intake.receivedAt())
        .ids(alert -> Ids.next())
        .texts(Alert.Usable::fingerprint)
        .texts(alert -> Excerpt.of(alert.name(), AlertFacts.MAX_NAME))
        .texts(
            alert -> Excerpt.of(alert.labels().getOrDefault("instance", ""), AlertFacts.MAX_NAME))
        .parameters();
  }

  private static List<Series> read(RowSet<Row> rows) {
    List<Series> series = new ArrayList<>();
    for (Row row : rows) {
      series.add(new Series(row.getUUID("series_id"), row.getString("fingerprint"), state(row)));
    }
    return series;
  }

  private static SeriesState state(Row row) {
    UUID episodeId = row.getUUID("episode_id");
    UUID incidentId = row.getUUID("incident_id");
    if (episodeId != null) {
      Incident.Open incident =
          new Incident.Open(
              incidentId,
              Cells.timeOf(row, "starts_at"),
              row.getInteger("flaps"),
              row.getLong("version"));
      return new SeriesState.Firing(
          new Episode.Open(episodeId, incidentId, Cells.timeOf(row, "started_at")), incident);
    }
    Instant endedAt = Cells.time(row, "ended_at");
    return endedAt == null
        ? new SeriesState.Unheard()
        : new SeriesState.Quiet(
            new Episode.End(endedAt, Cells.timeOf(row, "ended_heard_at")),
            resolved(row, incidentId));
  }

  private static Incident.@Nullable Resolved resolved(Row row, @Nullable UUID id) {
    return id == null
        ? null
        : new Incident.Resolved(
            id,
            Cells.timeOf(row, "starts_at"),
            row.getInteger("flaps"),
            row.getLong("version"),
            Cells.timeOf(row, "resolved_at"));
  }
}
