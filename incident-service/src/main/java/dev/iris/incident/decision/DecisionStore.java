package dev.iris.incident.decision;

import dev.iris.incident.decision.Composition.Item;
import dev.iris.incident.decision.Composition.Share;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The rows of decisions and notifications. One statement each, however many there are. */
final class DecisionStore {

  private static final String INSERT_DECISIONS =
      """
      insert into decision (transition_id, revision, current, status, withheld_by, held_until, detail, decided_at)
      select transition_id, 1, true, status, withheld_by, held_until, detail, $1::timestamptz
      from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
        as d (transition_id, status, withheld_by, held_until, detail)
      """;

  private static final String INSERT_NOTIFICATIONS =
      """
      insert into notification (id, intake_id, source, audience_id, audience_name, requested_at, received_at)
      select id, intake_id, source, audience_id, audience_name, $1::timestamptz, received_at
      from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
        as n (id, intake_id, source, audience_id, audience_name, received_at)
      """;

  private static final String INSERT_ITEMS =
      """
      insert into notification_item (transition_id, audience_id, notification_id, incident_id, reason)
      select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[])
      """;

  private DecisionStore() {}

  /** A piece of news with what was decided about it. */
  record Decided(UUID transitionId, Decision decision) {}

  /** One audience's share of one webhook. */
  record Notice(NewsGroup group, Share share) {}

  private record Told(UUID notificationId, String audienceId, Item item) {}

  static Uni<Void> insertDecisions(SqlConnection sql, List<Decided> decided, Instant at) {
    return sql.preparedQuery(INSERT_DECISIONS)
        .execute(
            Columns.of(decided)
                .same(at)
                .ids(Decided::transitionId)
                .texts(d -> d.decision().status())
                .texts(d -> d.decision().withheldBy())
                .times(d -> d.decision().heldUntil())
                .texts(d -> d.decision().detail())
                .parameters())
        .replaceWithVoid();
  }

  static Uni<Void> insertNotifications(SqlConnection sql, List<Notice> notices, Instant at) {
    return sql.preparedQuery(INSERT_NOTIFICATIONS)
        .execute(
            Columns.of(notices)
                .same(at)
                .ids(notice -> notice.share().notificationId())
                .ids(notice -> notice.group().intakeId())
                .texts(notice -> notice.group().source())
                .texts(notice -> notice.share().audience().id())
                .texts(notice -> notice.share().audience().name())
                .times(notice -> notice.group().receivedAt())
                .parameters())
        .replaceWithVoid();
  }

  static Uni<Void> insertItems(SqlConnection sql, List<Notice> notices) {
    List<Told> told =
        notices.stream()
            .map(Notice::share)
            .flatMap(
                share ->
                    share.items().stream()
                        .map(item -> new Told(share.notificationId(), share.audience().id(), item)))
            .toList();
    return sql.preparedQuery(INSERT_ITEMS)
        .execute(
            Columns.of(told)
                .ids(t -> t.item().news().transitionId())
                .texts(Told::audienceId)
                .ids(Told::notificationId)
                .ids(t -> t.item().news().incidentId())
                .texts(t -> t.item().reason())
                .parameters())
        .replaceWithVoid();
  }
}
