package dev.iris.incident.decision;

import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryAccepted;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.DeliveryEvent.PlannedDelivery;
import dev.iris.incident.sql.Columns;
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
 */
final class DeliveryStore {

  private static final String PLAN =
      """
      with ours as (
        update notification set planned_deliveries = planned_deliveries + $3::integer where id = $1 returning id)
      insert into delivery (id, notification_id, status, planned_at, channel_id, channel_type, recipient, fallback_of)
      select d.id, ours.id, 'pending', $2::timestamptz, d.channel_id, d.channel_type, d.recipient, d.fallback_of
      from ours, unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[])
        as d (id, channel_id, channel_type, recipient, fallback_of)
      on conflict (id) do update set planned_at = excluded.planned_at, channel_id = excluded.channel_id,
        channel_type = excluded.channel_type, recipient = excluded.recipient, fallback_of = excluded.fallback_of
      """;

  private static final String ACCEPT =
      """
      with ours as (
        update notification set first_accepted_at = coalesce(first_accepted_at, $4::timestamptz) where id = $2 returning id)
      insert into delivery (id, notification_id, status, attempts, planned_at, settled_at, sequence)
      select $1::uuid, ours.id, 'accepted', $3::integer, $4::timestamptz, $4::timestamptz, $5::bigint from ours
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

  /** In this order at every replica, so that two notifications of the same news cannot lock each other out. */
  private static final String LOCK =
      """
      select transition_id from decision
      where current and transition_id in (select transition_id from notification_item where notification_id = $1)
      order by transition_id for update
      """;

  private static final String TOLD =
      """
      with closed as (
        update decision set current = false
        where current and status in ('pending', 'undeliverable')
          and transition_id in (select transition_id from notification_item where notification_id = $1)
        returning transition_id, revision)
      insert into decision (transition_id, revision, current, status, decided_at)
      select transition_id, revision + 1, true, 'told', $2::timestamptz from closed
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

  static Uni<Void> plan(SqlConnection sql, DeliveriesPlanned event, Instant at) {
    List<PlannedDelivery> planned = event.deliveries();
    return sql.preparedQuery(PLAN)
        .execute(
            Columns.of(planned)
                .same(event.notificationId())
                .same(at)
                .same(planned.size())
                .ids(PlannedDelivery::deliveryId)
                .texts(PlannedDelivery::channelId)
                .texts(PlannedDelivery::channelType)
                .texts(PlannedDelivery::recipient)
                .ids(PlannedDelivery::fallbackOf)
                .parameters())
        .replaceWithVoid();
  }

  static Uni<Void> accept(SqlConnection sql, DeliveryAccepted event, long sequence) {
    Tuple parameters =
        Tuple.tuple()
            .addValue(event.deliveryId())
            .addValue(event.notificationId())
            .addValue(event.attempts())
            .addValue(event.acceptedAt().atOffset(ZoneOffset.UTC))
            .addValue(sequence);
    return sql.preparedQuery(ACCEPT).execute(parameters).replaceWithVoid();
  }

  static Uni<Void> fail(SqlConnection sql, DeliveryFailed event, long sequence) {
    Tuple parameters =
        Tuple.tuple()
            .addValue(event.deliveryId())
            .addValue(event.notificationId())
            .addValue(event.attempts())
            .addValue(event.failedAt().atOffset(ZoneOffset.UTC))
            .addValue(sequence)
            .addValue(event.errorCode())
            .addValue(event.exhausted());
    return sql.preparedQuery(FAIL).execute(parameters).replaceWithVoid();
  }

  static Uni<Void> told(SqlConnection sql, UUID notificationId, Instant at) {
    return lock(sql, notificationId)
        .chain(
            () ->
                sql.preparedQuery(TOLD)
                    .execute(Tuple.of(notificationId, at.atOffset(ZoneOffset.UTC))))
        .replaceWithVoid();
  }

  static Uni<Void> undeliverable(SqlConnection sql, DeliveryFailed event) {
    Tuple parameters =
        Tuple.of(
            event.notificationId(), event.failedAt().atOffset(ZoneOffset.UTC), event.errorCode());
    return lock(sql, event.notificationId())
        .chain(() -> sql.preparedQuery(UNDELIVERABLE).execute(parameters))
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

  private static Uni<Void> lock(SqlConnection sql, UUID notificationId) {
    return sql.preparedQuery(LOCK).execute(Tuple.of(notificationId)).replaceWithVoid();
  }
}
