package dev.iris.notifier.dispatch;

import dev.iris.events.Envelope;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.dispatch.DeliveryBook.Opening;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.TraceContext;
import dev.iris.outbox.Transaction;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Turns a request to tell somebody into deliveries. Sends nothing: the dispatcher is told of them after the commit. */
@ApplicationScoped
class NotificationConsumer {

  private static final String HANDLER = "notifier";

  private final Inbox inbox;
  private final ChannelDirectory channels;
  private final DeliveryPlanner planner;
  private final DeliveryBook book;
  private final Dispatcher dispatcher;

  private final InstantSource clock;

  NotificationConsumer(
      Inbox inbox,
      ChannelDirectory channels,
      DeliveryPlanner planner,
      DeliveryBook book,
      Dispatcher dispatcher,
      InstantSource clock) {
    this.inbox = inbox;
    this.channels = channels;
    this.planner = planner;
    this.book = book;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  @Incoming("notifications")
  Uni<Void> on(String json) {
    return inbox.once(json, HANDLER, this::plan).invoke(dispatcher::signal);
  }

  private Uni<Void> plan(Envelope envelope, Transaction transaction) {
    return envelope.event() instanceof NotificationRequested notification
        ? plan(envelope, notification, transaction)
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> plan(
      Envelope envelope, NotificationRequested notification, Transaction transaction) {
    @Nullable String running = TraceContext.capture(Context.current());
    return channels
        .enabled(transaction.sql())
        .map(enabled -> planner.first(notification.audience(), enabled))
        .map(
            deliveries ->
                new Opening(
                    envelope,
                    notification,
                    deliveries,
                    running == null ? envelope.traceparent() : running))
        .chain(opening -> book.open(transaction, List.of(opening), clock.instant()));
  }
}
