package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.DeliveryEvent.NotificationPlan;
import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.TraceContext;
import dev.iris.outbox.Transaction;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes notifications and their deliveries, and announces them: always in the transaction of the caller. */
@ApplicationScoped
class DeliveryBook {

  private static final int MAX_REFERENCE = 300;

  private static final String OPEN =
      """
      insert into notification (id, audience_id, alert, planned, content, traceparent, created_at)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing""";

  private static final String ADD =
      """
      insert into delivery (id, notification_id, channel_id, channel_type, address, recipient, fallback_of, state, attempts,
        next_attempt_at, error_code, created_at, finished_at)
      select u.id, $2, u.channel_id, u.channel_type, u.address, u.recipient, u.fallback_of,
        case when u.channel_type = $7::text then 'failed' else 'pending' end,
        case when u.channel_type = $7::text then 1 else 0 end, $8::timestamptz,
        case when u.channel_type = $7::text then $9::text end, $8::timestamptz,
        case when u.channel_type = $7::text then $8::timestamptz end
      from unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $10::uuid[])
        as u(id, channel_id, channel_type, address, recipient, fallback_of)""";

  private static final String MORE = "update notification set planned = planned + $2 where id = $1";

  private static final String NOWHERE =
      """
      insert into attempt (delivery_id, notification_id, channel_id, number, started_at, duration_ms, outcome, error_code)
      values ($1, $2, $3, 1, $4, 0, 'failed', $5)""";

  /** There is no channel that could be used. */
  static final String NO_CHANNEL_CODE = "no-channel";

  /** Stores a notification with its first deliveries. One that is stored already is left alone. */
  Uni<Void> open(
      Transaction transaction,
      Envelope envelope,
      NotificationRequested notification,
      List<NewDelivery> deliveries,
      Instant now) {
    @Nullable String running = TraceContext.capture(Context.current());
    Tuple values =
        Tuple.tuple()
            .addUUID(notification.notificationId())
            .addString(PlainText.line(notification.audience().id(), MAX_REFERENCE))
            .addString(PlainText.line(Briefing.of(notification).reference(), MAX_REFERENCE))
            .addInteger(deliveries.size())
            .addString(EventJson.write(envelope))
            .addString(running == null ? envelope.traceparent() : running)
            .addOffsetDateTime(SqlTimes.of(now));
    return transaction
        .sql()
        .preparedQuery(OPEN)
        .execute(values)
        .chain(
            rows ->
                rows.rowCount() == 0
                    ? Uni.createFrom().voidItem()
                    : add(transaction, notification.notificationId(), deliveries, now));
  }

  /** Adds deliveries to a notification that has some; nothing happens if there are none to add. */
  Uni<Void> addMore(
      Transaction transaction, UUID notificationId, List<NewDelivery> deliveries, Instant now) {
    if (deliveries.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return transaction
        .sql()
        .preparedQuery(MORE)
        .execute(Tuple.of(notificationId, deliveries.size()))
        .chain(() -> add(transaction, notificationId, deliveries, now));
  }

  private Uni<Void> add(
      Transaction transaction, UUID notificationId, List<NewDelivery> deliveries, Instant now) {
    List<SequencedEvent> events = new ArrayList<>();
    events.add(
        new SequencedEvent(
            new DeliveriesPlanned(
                List.of(
                    new NotificationPlan(
                        notificationId, deliveries.stream().map(NewDelivery::planned).toList()))),
            1));
    Uni<Void> rows = insert(transaction.sql(), notificationId, deliveries, now);
    for (NewDelivery nowhere : deliveries.stream().filter(NewDelivery::isNowhere).toList()) {
      events.add(
          new SequencedEvent(
              new DeliveryFailed(nowhere.id(), notificationId, 1, NO_CHANNEL_CODE, true, now), 1));
      rows = rows.chain(() -> receipt(transaction.sql(), notificationId, nowhere, now));
    }
    return rows.chain(() -> transaction.publish(events));
  }

  private static Uni<Void> insert(
      SqlConnection sql, UUID notificationId, List<NewDelivery> deliveries, Instant now) {
    OffsetDateTime at = SqlTimes.of(now);
    Tuple values =
        Tuple.tuple()
            .addArrayOfUUID(deliveries.stream().map(NewDelivery::id).toArray(UUID[]::new))
            .addUUID(notificationId)
            .addArrayOfString(texts(deliveries, delivery -> delivery.to().channelId()))
            .addArrayOfString(texts(deliveries, NewDelivery::channelType))
            .addArrayOfString(texts(deliveries, delivery -> delivery.to().address()))
            .addArrayOfString(texts(deliveries, NewDelivery::recipient))
            .addString(NewDelivery.NO_CHANNEL)
            .addOffsetDateTime(at)
            .addString(NO_CHANNEL_CODE)
            .addArrayOfUUID(deliveries.stream().map(NewDelivery::fallbackOf).toArray(UUID[]::new));
    return sql.preparedQuery(ADD).execute(values).replaceWithVoid();
  }

  private static Uni<Void> receipt(
      SqlConnection sql, UUID notificationId, NewDelivery nowhere, Instant now) {
    return sql.preparedQuery(NOWHERE)
        .execute(
            Tuple.of(
                nowhere.id(),
                notificationId,
                nowhere.to().channelId(),
                SqlTimes.of(now),
                NO_CHANNEL_CODE))
        .replaceWithVoid();
  }

  private static String[] texts(List<NewDelivery> deliveries, Function<NewDelivery, String> text) {
    return deliveries.stream().map(text).toArray(String[]::new);
  }
}
