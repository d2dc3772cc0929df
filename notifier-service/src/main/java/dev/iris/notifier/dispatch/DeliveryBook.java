package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.DeliveryEvent.NotificationPlan;
import dev.iris.events.EventJson;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.channel.PeopleChannel;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.outbox.Arrival;
import dev.iris.outbox.Columns;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.TraceContext;
import dev.iris.outbox.Transaction;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes notifications and their deliveries, many with one statement, and announces them: always in the transaction of the caller. */
@ApplicationScoped
class DeliveryBook {

  private static final int MAX_REFERENCE = 300;

  private static final String OPEN =
      """
      insert into notification (id, audience_id, alert, planned, content, traceparent, gravity, news, created_at)
      select u.*, $9::timestamptz from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[],
        $7::smallint[], $8::text[]) as u
      on conflict (id) do nothing returning id""";

  private static final String ADD =
      """
      insert into delivery (id, notification_id, channel_id, channel_type, address, recipient, fallback_of, audience_id, news,
        state, attempts, next_attempt_at, error_code, created_at, finished_at)
      select u.id, u.notification_id, u.channel_id, u.channel_type, u.address, u.recipient, u.fallback_of, u.audience_id, u.news,
        case when u.channel_type = $10::text then 'failed' else 'pending' end,
        case when u.channel_type = $10::text then 1 else 0 end, $11::timestamptz,
        case when u.channel_type = $10::text then $12::text end, $11::timestamptz,
        case when u.channel_type = $10::text then $11::timestamptz end
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::integer[])
        as u (id, notification_id, channel_id, channel_type, address, recipient, fallback_of, audience_id, news)""";

  private static final String MORE =
      """
      update notification n set planned = n.planned + u.deliveries
      from unnest($1::uuid[], $2::integer[]) as u (id, deliveries) where n.id = u.id""";

  private static final String NOWHERE =
      """
      insert into attempt (delivery_id, notification_id, channel_id, number, started_at, duration_ms, outcome, error_code)
      select u.*, $3, 1, $4, 0, 'failed', $5 from unnest($1::uuid[], $2::uuid[]) as u""";

  /** There is no channel that could be used. */
  static final String NO_CHANNEL_CODE = "no-channel";

  private final ChannelKinds kinds;
  private final SharedTrace traces;

  DeliveryBook(ChannelKinds kinds, SharedTrace traces) {
    this.kinds = kinds;
    this.traces = traces;
  }

  /**
   * A notification to be stored.
   *
   * @param deliveries at least one
   */
  record Opening(Arrival arrival, Notice notice, List<NewDelivery> deliveries) {

    Addition addition() {
      return new Addition(notice, deliveries);
    }

    /** The notification's content and its trace as they are stored. */
    String content() {
      return EventJson.write(arrival.envelope());
    }

    Context trace() {
      return TraceContext.restore(traceparent());
    }

    @Nullable String traceparent() {
      @Nullable String running = TraceContext.capture(arrival.trace());
      return running == null ? arrival.envelope().traceparent() : running;
    }
  }

  /** Deliveries to be added to a notification; there may be none. */
  record Addition(Notice notice, List<NewDelivery> deliveries) {

    UUID notificationId() {
      return notice.id();
    }
  }

  private record Entry(Notice notice, NewDelivery delivery) {}

  /** Stores notifications with their first deliveries. One that is stored already is left alone. */
  Uni<Void> open(Transaction transaction, List<Opening> openings, Instant now) {
    if (openings.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple values =
        Columns.of(openings)
            .ids(one -> one.notice().id())
            .texts(one -> audience(one.notice()))
            .texts(one -> PlainText.line(one.notice().reference(), MAX_REFERENCE))
            .numbers(one -> one.deliveries().size())
            .texts(Opening::content)
            .texts(Opening::traceparent)
            .shorts(one -> one.notice().rank())
            .texts(one -> one.notice().news().json())
            .same(now)
            .parameters();
    return transaction
        .sql()
        .preparedQuery(OPEN)
        .execute(values)
        .chain(
            rows -> {
              Set<UUID> opened = new HashSet<>();
              rows.forEach(row -> opened.add(row.getUUID("id")));
              return add(
                  transaction,
                  openings.stream()
                      .map(Opening::addition)
                      // Once, should one batch hold a repeat.
                      .filter(one -> opened.remove(one.notificationId()))
                      .toList(),
                  traces.of("plan deliveries", openings.stream().map(Opening::trace).toList()),
                  now);
            });
  }

  /** Adds deliveries to notifications that have some. */
  Uni<Void> addMore(Transaction transaction, List<Addition> additions, Instant now) {
    List<Addition> some = additions.stream().filter(one -> !one.deliveries().isEmpty()).toList();
    if (some.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple values =
        Columns.of(some)
            .ids(Addition::notificationId)
            .numbers(one -> one.deliveries().size())
            .parameters();
    return transaction
        .sql()
        .preparedQuery(MORE)
        .execute(values)
        .chain(() -> add(transaction, some, null, now));
  }

  private Uni<Void> add(
      Transaction transaction, List<Addition> additions, @Nullable Context trace, Instant now) {
    if (additions.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Entry> entries =
        additions.stream()
            .flatMap(one -> one.deliveries().stream().map(each -> new Entry(one.notice(), each)))
            .toList();
    List<Entry> nowhere = entries.stream().filter(one -> one.delivery().isNowhere()).toList();
    return insert(transaction.sql(), entries, now)
        .chain(() -> receipts(transaction.sql(), nowhere, now))
        .chain(() -> transaction.publish(events(additions, nowhere, trace, now)));
  }

  private static List<SequencedEvent> events(
      List<Addition> additions, List<Entry> nowhere, @Nullable Context trace, Instant now) {
    List<NotificationPlan> plans =
        additions.stream()
            .map(
                one ->
                    new NotificationPlan(
                        one.notificationId(),
                        one.deliveries().stream().map(NewDelivery::planned).toList()))
            .toList();
    List<SequencedEvent> events = new ArrayList<>();
    for (int from = 0; from < plans.size(); from += DeliveryEvent.MAX_BATCH) {
      int to = Math.min(plans.size(), from + DeliveryEvent.MAX_BATCH);
      events.add(new SequencedEvent(new DeliveriesPlanned(plans.subList(from, to)), 1, trace));
    }
    for (Entry one : nowhere) {
      UUID notificationId = one.notice().id();
      events.add(
          new SequencedEvent(
              new DeliveryFailed(
                  one.delivery().id(), notificationId, 1, NO_CHANNEL_CODE, true, now),
              1,
              trace));
    }
    return events;
  }

  private Uni<Void> insert(SqlConnection sql, List<Entry> entries, Instant now) {
    Tuple values =
        Columns.of(entries)
            .ids(one -> one.delivery().id())
            .ids(one -> one.notice().id())
            .texts(one -> one.delivery().to().channelId())
            .texts(one -> one.delivery().channelType())
            .texts(one -> one.delivery().to().address())
            .texts(one -> one.delivery().recipient())
            .ids(one -> one.delivery().fallbackOf())
            .texts(this::stormAudience)
            .numbers(one -> one.notice().news().all())
            .same(NewDelivery.NO_CHANNEL)
            .same(now)
            .same(NO_CHANNEL_CODE)
            .parameters();
    return sql.preparedQuery(ADD).execute(values).replaceWithVoid();
  }

  /** Only what people read is told together in a storm. */
  private @Nullable String stormAudience(Entry entry) {
    return kinds
        .find(entry.delivery().channelType())
        .filter(PeopleChannel.class::isInstance)
        .map(kind -> audience(entry.notice()))
        .orElse(null);
  }

  private static Uni<Void> receipts(SqlConnection sql, List<Entry> nowhere, Instant now) {
    if (nowhere.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple values =
        Columns.of(nowhere)
            .ids(one -> one.delivery().id())
            .ids(one -> one.notice().id())
            .same(NewDelivery.NO_CHANNEL)
            .same(now)
            .same(NO_CHANNEL_CODE)
            .parameters();
    return sql.preparedQuery(NOWHERE).execute(values).replaceWithVoid();
  }

  private static String audience(Notice notice) {
    return PlainText.line(notice.audience().id(), MAX_REFERENCE);
  }
}
