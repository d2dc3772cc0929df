package dev.iris.incident.decision;

import dev.iris.events.DeliveryEvent.AcceptedDelivery;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.DeliveryEvent.PlannedDelivery;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * The projection of deliveries. Notifications of other services travel on the same stream: what is not ours leaves no row. An
 * acceptance is final, whatever is heard before or after it.
 *
 * <p>Whoever changes rows here locks the notifications first and the decisions after them, each in the order of their ids: two
 * batches that overlap wait for each other and never lock each other out.
 */
final class DeliveryStore {

  private static final String LOCK_NOTIFICATIONS =
      "select id from notification where id = any($1) order by id for no key update";

  private static final String PLAN =
      """
      with planned as (
        select distinct on (d.id) d.*
        from unnest($1::timestamptz[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[])
          as d (at, notification_id, id, channel_id, channel_type, recipient, fallback_of) order by d.id),
      ours as (
        update notification n set planned_deliveries = n.planned_deliveries + more.deliveries
        from (select notification_id, count(*)::integer as deliveries from planned group by notification_id) more
        where n.id = more.notification_id returning n.id)
      insert into delivery (id, notification_id, status, planned_at, channel_id, channel_type, recipient, fallback_of)
      select d.id, ours.id, 'pending', d.at, d.channel_id, d.channel_type, d.recipient, d.fallback_of
      from ours join planned d on d.notification_id = ours.id
      on conflict (id) do update set planned_at = excluded.planned_at, channel_id = excluded.channel_id,
        channel_type = excluded.channel_type, recipient = excluded.recipient, fallback_of = excluded.fallback_of
      """;

  private static final String ACCEPT =
      """
      with accepted as (
        select distinct on (d.id) d.*
        from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[]) as d (id, notification_id, attempts, at)
        order by d.id, d.attempts desc),
      ours as (
        update notification n set first_accepted_at = coalesce(n.first_accepted_at, first.at)
        from (select notification_id, min(at) as at from accepted group by notification_id) first
        where n.id = first.notification_id returning n.id)
      insert into delivery (id, notification_id, status, attempts, planned_at, settled_at, sequence)
      select d.id, ours.id, 'accepted', d.attempts, d.at, d.at, d.attempts from ours join accepted d on d.notification_id = ours.id
      on conflict (id) do update set status = 'accepted', error_code = null, attempts = excluded.attempts,
        settled_at = excluded.settled_at, sequence = excluded.sequence
      where delivery.sequence < excluded.sequence or delivery.status <> 'accepted'
      """;

  private static final String FAIL =
      """
      with ours as (
        update notification set exhausted_at = coalesce(exhausted_at, case when $7::boolean then $4::timestamptz end)
        where id = $2 returning id)
      insert into delivery (id, notification_id, status, attempts, planned_at, settled_at, sequence, error_code)
      select $1::uuid, ours.id, 'failed', $3::integer, $4::timestamptz, $4::timestamptz, $5::bigint, $6::text from ours
      on conflict (id) do update set status = 'failed', error_code = excluded.error_code, attempts = excluded.attempts,
        settled_at = excluded.settled_at, sequence = excluded.sequence
      where delivery.sequence < excluded.sequence and delivery.status <> 'accepted'
      """;

  private static final String LOCK_DECISIONS =
      """
      select transition_id from decision
      where current and transition_id in (select transition_id from notification_item where notification_id = any($1))
      order by transition_id for update
      """;

  private static final String TOLD =
      """
      with news as (
        select i.transition_id, min(n.at) as at
        from unnest($1::uuid[], $2::timestamptz[]) as n (id, at) join notification_item i on i.notification_id = n.id
        group by i.transition_id),
      closed as (
        update decision d set current = false from news
        where d.transition_id = news.transition_id and d.current and d.status in ('pending', 'undeliverable')
        returning d.transition_id, d.revision, news.at)
      insert into decision (transition_id, revision, current, status, decided_at)
      select transition_id, revision + 1, true, 'told', at from closed
      """;

  private static final String UNDELIVERABLE =
      """
      with closed as (
        update decision set current = false
        where current and status = 'pending'
          and transition_id in (
            select mine.transition_id from notification_item mine
            where mine.notification_id = $1 and not exists (
              select 1 from notification_item any_item join notification n on n.id = any_item.notification_id
              where any_item.transition_id = mine.transition_id
                and (n.exhausted_at is null or n.first_accepted_at is not null)))
        returning transition_id, revision)
      insert into decision (transition_id, revision, current, status, detail, decided_at)
      select transition_id, revision + 1, true, 'undeliverable', $3::text, $2::timestamptz from closed
      """;

  private static final String AUDIT =
      """
      insert into delivery_audit (audited_at, discrepancies) values ($1, $2)
      on conflict (only_row) do update set audited_at = excluded.audited_at, discrepancies = excluded.discrepancies
      where delivery_audit.audited_at < excluded.audited_at
      """;

  private DeliveryStore() {}

  /** A delivery to come, and when it was planned. */
  record Planned(UUID notificationId, PlannedDelivery delivery, Instant at) {

    static List<Planned> of(DeliveriesPlanned event, Instant at) {
      return event.plans().stream()
          .flatMap(
              plan ->
                  plan.deliveries().stream()
                      .map(one -> new Planned(plan.notificationId(), one, at)))
          .toList();
    }
  }

  /** A failure, and its place among what is heard of the delivery. */
  record Failed(DeliveryFailed event, long sequence) {}

  static Uni<Void> plan(SqlConnection sql, List<Planned> planned) {
    return sql.preparedQuery(PLAN)
        .execute(
            Columns.of(planned)
                .times(Planned::at)
                .ids(Planned::notificationId)
                .ids(one -> one.delivery().deliveryId())
                .texts(one -> one.delivery().channelId())
                .texts(one -> one.delivery().channelType())
                .texts(one -> one.delivery().recipient())
                .ids(one -> one.delivery().fallbackOf())
                .parameters())
        .replaceWithVoid();
  }

  static Uni<Void> accept(SqlConnection sql, List<AcceptedDelivery> accepted) {
    return sql.preparedQuery(ACCEPT)
        .execute(
            Columns.of(accepted)
                .ids(AcceptedDelivery::deliveryId)
                .ids(AcceptedDelivery::notificationId)
                .numbers(AcceptedDelivery::attempts)
                .times(AcceptedDelivery::acceptedAt)
                .parameters())
        .replaceWithVoid();
  }

  static Uni<Void> fail(SqlConnection sql, Failed failed) {
    DeliveryFailed event = failed.event();
    Tuple parameters =
        Tuple.tuple()
            .addValue(event.deliveryId())
            .addValue(event.notificationId())
            .addValue(event.attempts())
            .addValue(event.failedAt().atOffset(ZoneOffset.UTC))
            .addValue(failed.sequence())
            .addValue(event.errorCode())
            .addValue(event.exhausted());
    return sql.preparedQuery(FAIL).execute(parameters).replaceWithVoid();
  }

  static Uni<Void> told(SqlConnection sql, List<AcceptedDelivery> accepted) {
    return sql.preparedQuery(TOLD)
        .execute(
            Columns.of(accepted)
                .ids(AcceptedDelivery::notificationId)
                .times(AcceptedDelivery::acceptedAt)
                .parameters())
        .replaceWithVoid();
  }

  static Uni<Void> undeliverable(SqlConnection sql, DeliveryFailed event) {
    return sql.preparedQuery(UNDELIVERABLE)
        .execute(
            Tuple.of(
                event.notificationId(),
                event.failedAt().atOffset(ZoneOffset.UTC),
                event.errorCode()))
        .replaceWithVoid();
  }

  static Uni<Void> audit(SqlConnection sql, DeliveriesAudited event) {
    JsonArray discrepancies = new JsonArray();
    event.discrepancies().stream()
        .map(
            d ->
                JsonObject.of(
                    "notificationId",
                    d.notificationId().toString(),
                    "alert",
                    d.alert(),
                    "problem",
                    d.problem()))
        .forEach(discrepancies::add);
    return sql.preparedQuery(AUDIT)
        .execute(Tuple.of(event.auditedAt().atOffset(ZoneOffset.UTC), discrepancies))
        .replaceWithVoid();
  }

  static Uni<Void> lockNotifications(SqlConnection sql, List<UUID> ids) {
    return lock(sql, LOCK_NOTIFICATIONS, ids);
  }

  /** The current decisions about the news of these notifications. */
  static Uni<Void> lockDecisions(SqlConnection sql, List<UUID> notificationIds) {
    return lock(sql, LOCK_DECISIONS, notificationIds);
  }

  private static Uni<Void> lock(SqlConnection sql, String statement, List<UUID> ids) {
    return sql.preparedQuery(statement)
        .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
        .replaceWithVoid();
  }
}
