package dev.iris.incident.lanes;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles the messages of a channel several at a time, those of one key one after the other in the order of their arrival. A
 * message is acknowledged when its handler is done, and negatively when it failed: what that means is the channel's business.
 * A message that comes again after a failure has lost its place.
 */
public final class Lanes implements Subscriber<Message<String>> {

  private static final Logger LOG = Logger.getLogger(Lanes.class);

  /** Messages in hand for each lane: enough that no lane waits for the channel. */
  private static final int WINDOW_PER_LANE = 8;

  private final Function<String, Uni<Long>> keyOf;
  private final Function<String, Uni<Void>> handler;
  private final Queue<Arrival> arrivals = new ArrayDeque<>();
  private final List<Lane> lanes = new ArrayList<>();
  private @Nullable Subscription subscription;

  /**
   * Lanes for one channel.
   *
   * @param count how many messages are handled at a time, at most
   * @param keyOf what a payload is about; asked for several messages at a time
   */
  public Lanes(int count, Function<String, Uni<Long>> keyOf, Function<String, Uni<Void>> handler) {
    this.keyOf = keyOf;
    this.handler = handler;
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane());
    }
  }

  /** A message that waits for its key and for those that came before it. */
  private static final class Arrival {
    private final Message<String> message;
    private @Nullable Long key;
    private @Nullable Throwable failure;

    Arrival(Message<String> message) {
      this.message = message;
    }

    boolean isKnown() {
      return key != null || failure != null;
    }
  }

  private static final class Lane {
    private final Queue<Message<String>> waiting = new ArrayDeque<>();
    private boolean busy;
  }

  @Override
  public void onSubscribe(Subscription channel) {
    subscription = channel;
    channel.request((long) lanes.size() * WINDOW_PER_LANE);
  }

  @Override
  public void onNext(Message<String> message) {
    Arrival arrival = new Arrival(message);
    synchronized (this) {
      arrivals.add(arrival);
    }
    work(
        message, keyOf, key -> known(arrival, key, null), failure -> known(arrival, null, failure));
  }

  @Override
  public void onError(Throwable failure) {
    LOG.error("a channel ended", failure);
  }

  @Override
  public void onComplete() {
    LOG.debug("a channel is complete");
  }

  private void known(Arrival arrival, @Nullable Long key, @Nullable Throwable failure) {
    List<Arrival> failed = new ArrayList<>();
    synchronized (this) {
      arrival.key = key;
      arrival.failure = failure;
      for (Arrival head = arrivals.peek(); head != null && head.isKnown(); head = arrivals.peek()) {
        arrivals.remove();
        if (head.key == null) {
          failed.add(head);
        } else {
          lanes.get((int) Math.floorMod(head.key, (long) lanes.size())).waiting.add(head.message);
        }
      }
    }
    failed.forEach(one -> settle(one.message, one.failure));
    lanes.forEach(this::next);
  }

  private void next(Lane lane) {
    Message<String> message;
    synchronized (this) {
      message = lane.busy ? null : lane.waiting.poll();
      if (message == null) {
        return;
      }
      lane.busy = true;
    }
    Message<String> taken = message;
    work(
        taken, handler, done -> finish(lane, taken, null), failure -> finish(lane, taken, failure));
  }

  private void finish(Lane lane, Message<String> message, @Nullable Throwable failure) {
    synchronized (this) {
      lane.busy = false;
    }
    settle(message, failure);
    next(lane);
  }

  private void settle(Message<String> message, @Nullable Throwable failure) {
    var settled = failure == null ? message.ack() : message.nack(failure);
    settled.whenComplete(
        (done, unsettled) -> {
          if (unsettled != null) {
            LOG.warnf("a message stays pending: %s", unsettled.getClass().getSimpleName());
          }
          if (subscription != null) {
            subscription.request(1);
          }
        });
  }

  /**
   * On the message's own context, where its trace is. The Uni must be made there, too: it keeps the trace of the moment in which
   * it is made.
   */
  private static <T> void work(
      Message<String> message,
      Function<String, Uni<T>> work,
      Consumer<T> done,
      Consumer<Throwable> failed) {
    Runnable task =
        () ->
            Uni.createFrom()
                .deferred(() -> work.apply(message.getPayload()))
                .subscribe()
                .with(done, failed);
    if (message instanceof ContextAwareMessage<?> aware) {
      aware.runOnMessageContext(task);
    } else {
      task.run();
    }
  }
}
