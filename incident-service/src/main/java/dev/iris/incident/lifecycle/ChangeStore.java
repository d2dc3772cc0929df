package dev.iris.incident.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.iris.incident.browse.SearchText;
import dev.iris.incident.lifecycle.Changes.EpisodeChange;
import dev.iris.incident.lifecycle.Changes.Heartbeat;
import dev.iris.incident.lifecycle.Changes.IncidentChange;
import dev.iris.incident.lifecycle.Changes.OccurrenceRow;
import dev.iris.incident.lifecycle.Changes.TransitionRow;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stores what groups change: a fixed handful of statements, however many alerts they have. */
final class ChangeStore {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String UPDATE_INCIDENTS =
      """
      update incident set status = c.status, version = c.version, flaps = c.flaps, resolved_at = c.resolved_at
      from unnest($1::uuid[], $2::text[], $3::bigint[], $4::integer[], $5::timestamptz[])
        as c (id, status, version, flaps, resolved_at)
      where incident.id = c.id
      """;

  private static final String INSERT_INCIDENTS =
      """
      insert into incident (id, series_id, source, fingerprint, status, version, flaps, alert_name, instance, severity,
        service, service_type, summary, starts_at, resolved_at, labels, annotations, search_text, search_words)
      select id, series_id, source, fingerprint, status, version, flaps, alert_name, instance, severity,
        service, service_type, summary, starts_at, resolved_at, labels::jsonb, annotations::jsonb, search_text,
        array_to_tsvector(string_to_array(search_words, ' '))
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::integer[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[],
          $16::text[], $17::text[], $18::text[], $19::text[])
        as i (id, series_id, source, fingerprint, status, version, flaps, alert_name, instance,
          severity, service, service_type, summary, starts_at, resolved_at, labels,
          annotations, search_text, search_words)
      """;

  private static final String UPDATE_EPISODES =
      """
      update episode set ended_at = c.ended_at, ended_heard_at = c.ended_heard_at
      from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as c (id, ended_at, ended_heard_at)
      where episode.id = c.id
      """;

  private static final String INSERT_EPISODES =
      """
      insert into episode (id, series_id, incident_id, started_at, ended_at, ended_heard_at)
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
      """;

  private static final String INSERT_TRANSITIONS =
      """
      insert into transition (id, episode_id, incident_id, kind, at, received_at, intake_id, incident_version)
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::uuid[],
        $8::bigint[])
      """;

  private static final String INSERT_OCCURRENCES =
      """
      insert into occurrence (intake_id, received_at, ordinal, outcome, reason, series_id, transition_id)
      select * from unnest($1::uuid[], $2::timestamptz[], $3::integer[], $4::text[], $5::text[], $6::uuid[], $7::uuid[])
      """;

  /** A source is known by a firing one; only that is a sign of life. */
  private static final String BEAT =
      """
      insert into heartbeat (source, status, starts_at, last_seen_at)
      select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as b (source) order by source
      on conflict (source) do update set status = excluded.status, starts_at = excluded.starts_at,
        last_seen_at = excluded.last_seen_at
      where heartbeat.last_seen_at <= excluded.last_seen_at
      """;

  /** A resolved one is noted beside it. */
  private static final String FALL_SILENT =
      """
      update heartbeat set status = b.status
      from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as b (source, status, starts_at, received_at)
      where heartbeat.source = b.source and heartbeat.last_seen_at <= b.received_at
      """;

  private ChangeStore() {}

  /** The statements, in the order in which they must run: what closes comes before what opens, as only one may be open. */
  static List<Uni<Void>> statements(SqlConnection sql, Changes changes) {
    Batch batch = new Batch(sql);
    List<IncidentChange> changed = changes.incidents(false);
    batch.add(changed, UPDATE_INCIDENTS, changedIncidents(changed));
    List<IncidentChange> opened = changes.incidents(true);
    batch.add(opened, INSERT_INCIDENTS, newIncidents(opened));
    List<EpisodeChange> ended = changes.episodes(false);
    batch.add(
        ended,
        UPDATE_EPISODES,
        Columns.of(ended)
            .ids(c -> c.episode().id())
            .times(c -> endedAt(c.episode()))
            .times(c -> endHeardAt(c.episode())));
    List<EpisodeChange> begun = changes.episodes(true);
    batch.add(begun, INSERT_EPISODES, newEpisodes(begun));
    batch.add(changes.transitions(), INSERT_TRANSITIONS, transitions(changes.transitions()));
    batch.add(changes.occurrences(), INSERT_OCCURRENCES, occurrences(changes.occurrences()));
    batch.add(changes.heartbeats(), BEAT, beats(changes.heartbeats()));
    batch.add(changes.silences(), FALL_SILENT, beats(changes.silences()));
    return batch.statements;
  }

  private static Columns<IncidentChange> changedIncidents(List<IncidentChange> changed) {
    return Columns.of(changed)
        .ids(c -> c.incident().id())
        .texts(c -> status(c.incident()))
        .longs(c -> c.incident().version())
        .numbers(c -> c.incident().flaps())
        .times(c -> resolvedAt(c.incident()));
  }

  private static Columns<IncidentChange> newIncidents(List<IncidentChange> opened) {
    IdentityHashMap<IncidentChange, SearchText> searches = new IdentityHashMap<>();
    opened.forEach(c -> searches.put(c, SearchText.of(c.facts())));
    return Columns.of(opened)
        .ids(c -> c.incident().id())
        .ids(IncidentChange::seriesId)
        .texts(c -> c.facts().source())
        .texts(c -> c.facts().fingerprint())
        .texts(c -> status(c.incident()))
        .longs(c -> c.incident().version())
        .numbers(c -> c.incident().flaps())
        .texts(c -> c.facts().alertName())
        .texts(c -> c.facts().instance())
        .texts(c -> c.facts().severity())
        .texts(c -> c.facts().service())
        .texts(c -> c.facts().serviceType())
        .texts(c -> c.facts().summary())
        .times(c -> c.incident().startsAt())
        .times(c -> resolvedAt(c.incident()))
        .texts(c -> json(c.facts().labels()))
        .texts(c -> json(c.facts().annotations()))
        .texts(c -> search(searches, c).text())
        .texts(c -> String.join(" ", search(searches, c).words()));
  }

  private static SearchText search(
      Map<IncidentChange, SearchText> searches, IncidentChange change) {
    return Objects.requireNonNull(searches.get(change));
  }

  private static Columns<EpisodeChange> newEpisodes(List<EpisodeChange> begun) {
    return Columns.of(begun)
        .ids(c -> c.episode().id())
        .ids(EpisodeChange::seriesId)
        .ids(
            c ->
                switch (c.episode()) {
                  case Episode.Open open -> open.incidentId();
                  case Episode.Closed closed -> closed.incidentId();
                })
        .times(c -> c.episode().startedAt())
        .times(c -> endedAt(c.episode()))
        .times(c -> endHeardAt(c.episode()));
  }

  private static Columns<TransitionRow> transitions(List<TransitionRow> rows) {
    return Columns.of(rows)
        .ids(TransitionRow::id)
        .ids(TransitionRow::episodeId)
        .ids(TransitionRow::incidentId)
        .texts(row -> row.kind().name().toLowerCase(Locale.ROOT))
        .times(TransitionRow::at)
        .times(TransitionRow::receivedAt)
        .ids(TransitionRow::intakeId)
        .longs(TransitionRow::incidentVersion);
  }

  private static Columns<OccurrenceRow> occurrences(List<OccurrenceRow> rows) {
    return Columns.of(rows)
        .ids(OccurrenceRow::intakeId)
        .times(OccurrenceRow::receivedAt)
        .numbers(OccurrenceRow::ordinal)
        .texts(OccurrenceRow::outcome)
        .texts(OccurrenceRow::reason)
        .ids(OccurrenceRow::seriesId)
        .ids(OccurrenceRow::transitionId);
  }

  private static Columns<Heartbeat> beats(List<Heartbeat> beats) {
    return Columns.of(beats)
        .texts(Heartbeat::source)
        .texts(beat -> beat.alert().status().name().toLowerCase(Locale.ROOT))
        .times(beat -> beat.alert().startsAt())
        .times(Heartbeat::receivedAt);
  }

  private static String status(Incident incident) {
    return switch (incident) {
      case Incident.Open _ -> "firing";
      case Incident.Resolved _ -> "resolved";
    };
  }

  private static @Nullable Instant resolvedAt(Incident incident) {
    return incident instanceof Incident.Resolved resolved ? resolved.resolvedAt() : null;
  }

  private static @Nullable Instant endedAt(Episode episode) {
    return episode instanceof Episode.Closed closed ? closed.end().at() : null;
  }

  private static @Nullable Instant endHeardAt(Episode episode) {
    return episode instanceof Episode.Closed closed ? closed.end().heardAt() : null;
  }

  private static String json(Map<String, String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always writable", e);
    }
  }

  private static final class Batch {
    private final SqlConnection sql;
    private final List<Uni<Void>> statements = new ArrayList<>();

    Batch(SqlConnection sql) {
      this.sql = sql;
    }

    void add(List<?> rows, String statement, Columns<?> columns) {
      if (!rows.isEmpty()) {
        statements.add(
            sql.preparedQuery(statement).execute(columns.parameters()).replaceWithVoid());
      }
    }
  }
}
