package dev.iris.incident.lifecycle;

import dev.iris.events.Ids;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.intake.Excerpt;
import dev.iris.incident.lifecycle.GroupFold.Series;
import dev.iris.incident.lifecycle.GroupFold.SeriesKey;
import dev.iris.incident.sql.Cells;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locks the series of groups and says where they stand. */
final class SeriesStore {

  /**
   * Whoever composes cards of a group holds this, so that two replicas never cut one group into two cards. In the order of the
   * numbers, at every replica the same, so that batches cannot deadlock; nobody takes one of these after a lock on a series.
   */
  private static final String LOCK_GROUPS =
      """
      select pg_advisory_xact_lock(number)
      from (select distinct number from unnest($1::bigint[]) as g (number) order by number offset 0) as ordered
      """;

  /** Locks in the order of the keys, at every replica the same, so that groups sharing series cannot deadlock. */
  private static final String LOCK_SERIES =
      """
      insert into series (id, source, fingerprint, alert_name, instance, first_seen_at, last_seen_at)
      select id, source, fingerprint, alert_name, nullif(instance, ''), first_seen_at, last_seen_at
      from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
        as s (id, source, fingerprint, alert_name, instance, first_seen_at, last_seen_at)
      order by source, fingerprint
      on conflict (source, fingerprint) do update set last_seen_at = greatest(series.last_seen_at, excluded.last_seen_at)
      """;

  /** A statement of its own, so that it sees what the former holders of the locks committed. */
  private static final String LOAD =
      """
      select s.id as series_id, s.source, s.fingerprint, e.id as episode_id, e.started_at, l.ended_at, l.ended_heard_at,
        i.id as incident_id, i.starts_at, i.flaps, i.version, i.resolved_at
      from unnest($1::text[], $2::text[]) as f (source, fingerprint)
      join series s on s.source = f.source and s.fingerprint = f.fingerprint
      left join episode e on e.series_id = s.id and e.ended_at is null
      left join lateral (
        select ended_at, ended_heard_at from episode where series_id = s.id and ended_at is not null order by ended_at desc limit 1) l on true
      left join lateral (
        select * from incident where series_id = s.id order by resolved_at desc nulls first limit 1) i on true
      """;

  private SeriesStore() {}

  /** A series that groups speak of: what it is called, and when it was first and last heard of in them. */
  private record Heard(SeriesKey key, Alert.Usable alert, Instant first, Instant last) {

    Heard and(Heard later) {
      return new Heard(key, alert, first, later.last);
    }
  }

  /**
   * The series of all usable alerts but heartbeats, locked until the transaction ends; missing ones are made.
   *
   * @param groups in the order in which they were received
   */
  static Uni<List<Series>> lock(SqlConnection sql, List<TakenGroup> groups, String heartbeatAlert) {
    List<Heard> heard = onePerSeries(groups, heartbeatAlert);
    Uni<RowSet<Row>> groupLocks =
        sql.preparedQuery(LOCK_GROUPS)
            .execute(Columns.of(groups).longs(taken -> taken.intake().groupHash()).parameters());
    if (heard.isEmpty()) {
      return groupLocks.replaceWith(List.of());
    }
    // All three are sent at once; PostgreSQL runs them one after the other.
    return Uni.combine()
        .all()
        .unis(
            groupLocks,
            sql.preparedQuery(LOCK_SERIES).execute(rows(heard)),
            sql.preparedQuery(LOAD)
                .execute(
                    Columns.of(heard)
                        .texts(one -> one.key().source())
                        .texts(one -> one.key().fingerprint())
                        .parameters()))
        .asTuple()
        .map(results -> read(results.getItem3()));
  }

  private static List<Heard> onePerSeries(List<TakenGroup> groups, String heartbeatAlert) {
    Map<SeriesKey, Heard> heard = new LinkedHashMap<>();
    for (TakenGroup taken : groups) {
      Instant at = taken.intake().receivedAt();
      taken
          .alerts(heartbeatAlert)
          .map(
              alert ->
                  new Heard(
                      new SeriesKey(taken.intake().source(), alert.fingerprint()), alert, at, at))
          .forEach(one -> heard.merge(one.key(), one, Heard::and));
    }
    return List.copyOf(heard.values());
  }

  private static Tuple rows(List<Heard> heard) {
    return Columns.of(heard)
        .ids(one -> Ids.next())
        .texts(one -> one.key().source())
        .texts(one -> one.key().fingerprint())
        .texts(one -> Excerpt.of(one.alert().name(), AlertFacts.MAX_NAME))
        .texts(
            one ->
                Excerpt.of(one.alert().labels().getOrDefault("instance", ""), AlertFacts.MAX_NAME))
        .times(Heard::first)
        .times(Heard::last)
        .parameters();
  }

  private static List<Series> read(RowSet<Row> rows) {
    List<Series> series = new ArrayList<>();
    for (Row row : rows) {
      series.add(
          new Series(
              row.getUUID("series_id"),
              new SeriesKey(row.getString("source"), row.getString("fingerprint")),
              state(row)));
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
