package dev.iris.incident.reconciliation;

import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.OwnGroup.OwnAlert;
import dev.iris.incident.reconciliation.Comparison.Absences;
import dev.iris.incident.reconciliation.OpenIncident.Absence;
import dev.iris.incident.sql.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Open incidents, their absence from Alertmanager and their staleness. Rows of incidents that somebody else changes at this
 * moment are left for the next time: whoever waits for nobody is in nobody's deadlock.
 */
final class IncidentStore {

  /** How a resolve reads that nobody posted. */
  static final String CLOSED_BY_IRIS = "Closed by Iris: Alertmanager no longer knows of it.";

  private static final String FINGERPRINTS =
      "select fingerprint from incident where source = $1 and status <> 'resolved'";

  private static final String OPEN =
      """
      select i.id, i.fingerprint, i.status, a.lasted_millis, a.closing_at
      from incident i left join absence a on a.incident_id = i.id
      where i.source = $1 and i.status <> 'resolved'
      """;

  private static final String HAS_HEARTBEAT = "select 1 from heartbeat where source = $1";

  private static final String FORGET =
      """
      delete from absence a using incident i
      where a.source = $1 and i.id = a.incident_id and i.status = 'resolved'
      """;

  private static final String ABSENT =
      """
      insert into absence (incident_id, source, since, lasted_millis)
      select id, $1, $2, 0 from unnest($3::uuid[]) as i (id)
      on conflict (incident_id) do update set lasted_millis = absence.lasted_millis + $4
      """;

  private static final String STALE =
      """
      with mine as (
        select id, status from incident where id = any($1::uuid[]) and status in ('firing', 'acknowledged')
        for update skip locked),
      noted as (update absence set former_status = mine.status from mine where incident_id = mine.id),
      changed as (update incident set status = 'stale' from mine where incident.id = mine.id returning incident.id)
      insert into staleness (incident_id, at, kind) select id, $2, 'stale' from changed
      """;

  private static final String SEEN_AGAIN =
      """
      with mine as (select id, status from incident where id = any($1::uuid[]) for update skip locked),
      over as (delete from absence using mine where incident_id = mine.id returning incident_id, former_status),
      changed as (
        update incident set status = coalesce((select former_status from over where incident_id = mine.id), 'firing')
        from mine where incident.id = mine.id and mine.status = 'stale' returning incident.id)
      insert into staleness (incident_id, at, kind) select id, $2, 'seen-again' from changed
      """;

  private static final String CLOSING =
      """
      with closing as (update absence set closing_at = $2 where incident_id = any($1::uuid[]) returning incident_id, since)
      select i.fingerprint, i.labels, i.annotations, i.summary, e.started_at, c.since
      from closing c join incident i on i.id = c.incident_id
      join episode e on e.series_id = i.series_id and e.ended_at is null
      where i.status <> 'resolved'
      """;

  private IncidentStore() {}

  /** The fingerprints of a source's open incidents. */
  static Uni<Set<String>> fingerprints(SqlConnection sql, String source) {
    return sql.preparedQuery(FINGERPRINTS)
        .execute(Tuple.of(source))
        .map(
            rows -> {
              Set<String> found = new HashSet<>();
              rows.forEach(row -> found.add(row.getString("fingerprint")));
              return found;
            });
  }

  static Uni<List<OpenIncident>> open(SqlConnection sql, String source) {
    return sql.preparedQuery(OPEN)
        .execute(Tuple.of(source))
        .map(
            rows -> {
              List<OpenIncident> found = new ArrayList<>();
              rows.forEach(row -> found.add(incident(row)));
              return found;
            });
  }

  /** Whether the source has ever sent a heartbeat. */
  static Uni<Boolean> hasHeartbeat(SqlConnection sql, String source) {
    return sql.preparedQuery(HAS_HEARTBEAT)
        .execute(Tuple.of(source))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Stores what was found; answers the resolves of those that are to be closed. */
  static Uni<List<OwnAlert>> store(
      SqlConnection sql, String source, Absences found, Duration elapsed, Instant now) {
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    return sql.preparedQuery(FORGET)
        .execute(Tuple.of(source))
        .chain(
            () ->
                sql.preparedQuery(ABSENT)
                    .execute(Tuple.of(source, at, ids(found.absent()), elapsed.toMillis())))
        .chain(() -> sql.preparedQuery(STALE).execute(Tuple.of(ids(found.stale()), at)))
        .chain(() -> sql.preparedQuery(SEEN_AGAIN).execute(Tuple.of(ids(found.seenAgain()), at)))
        .chain(() -> sql.preparedQuery(CLOSING).execute(Tuple.of(ids(found.close()), at)))
        .map(
            rows -> {
              List<OwnAlert> resolves = new ArrayList<>();
              rows.forEach(row -> resolves.add(resolve(row)));
              return resolves;
            });
  }

  private static OpenIncident incident(Row row) {
    Long lasted = row.getLong("lasted_millis");
    @Nullable Absence absence =
        lasted == null
            ? null
            : new Absence(Duration.ofMillis(lasted), Cells.time(row, "closing_at"));
    return new OpenIncident(
        row.getUUID("id"),
        row.getString("fingerprint"),
        "stale".equals(row.getString("status")),
        absence);
  }

  /** It ended when it was first absent, as far as anybody can know. */
  private static OwnAlert resolve(Row row) {
    Map<String, String> annotations = new HashMap<>(texts(row.getJsonObject("annotations")));
    annotations.put("summary", CLOSED_BY_IRIS + ' ' + row.getString("summary"));
    return new OwnAlert(
        Alert.Status.RESOLVED,
        row.getString("fingerprint"),
        texts(row.getJsonObject("labels")),
        annotations,
        Cells.timeOf(row, "started_at"),
        Cells.timeOf(row, "since"),
        null);
  }

  private static Map<String, String> texts(JsonObject json) {
    Map<String, String> texts = new HashMap<>();
    json.forEach(entry -> texts.put(entry.getKey(), String.valueOf(entry.getValue())));
    return texts;
  }

  private static UUID[] ids(List<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }
}
