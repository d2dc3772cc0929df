package dev.iris.incident.reminder;

import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.decision.News;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.sql.Cells;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Claims incidents that people should be reminded of, and stores that they are. */
final class ReminderStore {

  /** A key of two numbers, as those of groups have one: the two never meet. */
  private static final String TAKE_TURN =
      "select pg_try_advisory_xact_lock(hashtext('iris.reminding'), hashtext(current_schema()))";

  /**
   * Due is what was not news for the interval, and does not wait to be told: nobody is reminded of what nobody heard yet. Who
   * claims an incident writes to it, so that whoever comes a moment later sees that it is not due any more.
   */
  private static final String CLAIM =
      """
      with due as (
        select i.id, e.id as episode_id, e.started_at
        from unnest($1::text[], $2::timestamptz[]) as p (severity, told_before)
        join incident i on i.status = 'firing' and i.severity = p.severity
          and (i.reminded_at is null or i.reminded_at <= p.told_before)
        join episode e on e.incident_id = i.id and e.ended_at is null
        where not exists (
          select 1 from transition t left join decision d on d.transition_id = t.id and d.current
          where t.episode_id = e.id
            and (t.received_at > p.told_before or d.status in ('pending', 'held')))
        order by i.source, i.id limit $3
        for no key update of i skip locked)
      update incident i set reminded_at = $4 from due where i.id = due.id
      returning i.id, i.source, i.fingerprint, i.version, i.flaps, i.starts_at, i.labels, i.annotations,
        due.episode_id, due.started_at
      """;

  private static final String INSERT =
      """
      insert into transition (id, episode_id, incident_id, kind, ordinal, at, received_at, incident_version)
      select r.id, r.episode_id, r.incident_id, 'reminder',
        1 + coalesce((select max(ordinal) from transition t where t.episode_id = r.episode_id and t.kind = 'reminder'), 0),
        $1::timestamptz, $1::timestamptz, r.incident_version
      from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[]) as r (id, episode_id, incident_id, incident_version)
      """;

  private ReminderStore() {}

  /** A reminder and the firing period it is about. */
  record Reminder(UUID episodeId, News news) {}

  /**
   * Whether it is this replica's turn, until the transaction ends. Two that claim at the same moment would each get a part of what is
   * due, and people two messages.
   */
  static Uni<Boolean> takeTurn(SqlConnection sql) {
    return sql.query(TAKE_TURN).execute().map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Those that are due now, claimed until the transaction ends, at most so many. */
  static Uni<List<Reminder>> claim(
      SqlConnection sql, Map<String, Duration> intervals, int most, Instant now) {
    Tuple parameters =
        Columns.of(List.copyOf(intervals.entrySet()))
            .texts(Map.Entry::getKey)
            .times(entry -> now.minus(entry.getValue()))
            .same(most)
            .same(now)
            .parameters();
    return sql.preparedQuery(CLAIM)
        .execute(parameters)
        .map(
            rows -> {
              List<Reminder> claimed = new ArrayList<>();
              rows.forEach(row -> claimed.add(reminder(row)));
              return claimed;
            });
  }

  /** Stores their transitions. */
  static Uni<Void> insert(SqlConnection sql, List<Reminder> reminders, Instant now) {
    return sql.preparedQuery(INSERT)
        .execute(
            Columns.of(reminders)
                .same(now)
                .ids(reminder -> reminder.news().transitionId())
                .ids(Reminder::episodeId)
                .ids(reminder -> reminder.news().incidentId())
                .longs(reminder -> reminder.news().incidentVersion())
                .parameters())
        .replaceWithVoid();
  }

  private static Reminder reminder(Row row) {
    Instant startedAt = Cells.timeOf(row, "started_at");
    Alert.Usable alert =
        new Alert.Usable(
            0,
            Alert.Status.FIRING,
            row.getString("fingerprint"),
            texts(row.getJsonObject("labels")),
            texts(row.getJsonObject("annotations")),
            startedAt,
            null);
    return new Reminder(
        row.getUUID("episode_id"),
        new News(
            Ids.next(),
            row.getUUID("id"),
            row.getLong("version"),
            row.getInteger("flaps"),
            Transition.REMINDER,
            AlertFacts.of(row.getString("source"), alert),
            Cells.timeOf(row, "starts_at"),
            startedAt,
            null));
  }

  private static Map<String, String> texts(JsonObject json) {
    return json.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
  }
}
