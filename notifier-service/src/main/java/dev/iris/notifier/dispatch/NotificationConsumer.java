package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.dispatch.DeliveryBook.Opening;
import dev.iris.outbox.Arrival;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscriber;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Turns requests to tell somebody into deliveries. Sends nothing: the dispatcher is told of them after the commit. */
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
  Subscriber<Message<String>> notifications() {
    return inbox.inBatches(HANDLER, this::plan);
  }

  /** Confirmations of what people asked for. */
  @Incoming("enrollment-results")
  Subscriber<Message<String>> enrollmentResults() {
    return inbox.inBatches(HANDLER, this::plan);
  }

  private Uni<Void> plan(List<Arrival> events, Transaction transaction) {
    transaction.afterCommit(dispatcher::signal);
    return channels
        .enabled(transaction.sql())
        .map(
            enabled ->
                events.stream().map(arrival -> opening(arrival, enabled)).flatMap(Optional::stream))
        .chain(openings -> book.open(transaction, openings.toList(), clock.instant()));
  }

  private Optional<Opening> opening(Arrival arrival, List<Channel> enabled) {
    return Notice.of(arrival.envelope())
        .map(notice -> new Opening(arrival, notice, planner.first(notice.audience(), enabled)));
  }
}
