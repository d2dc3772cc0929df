package dev.iris.outbox;

import dev.iris.messaging.redis.DependencyUnavailableException;
import dev.iris.messaging.redis.NotRetryableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what arrives while it works and hands it on together; see {@link Inbox#inBatches}. Messages are settled one by one once
 * their batch is done: acknowledged, or handed back to the channel, which knows what to do about failures.
 *
 * <pre>
 *   waiting ──gathered──▶ a batch ──done──▶ acknowledged
 *                          │  ▲  │
 *                          │  │  └──PostgreSQL is away──▶ given back, with all that waits
 *                  failed  ▼  │ in halves
 *                         the rest ──a single one fails──▶ handed back alone
 * </pre>
 */
final class BatchSubscriber implements Subscriber<Message<String>> {

  private static final Logger LOG = Logger.getLogger(BatchSubscriber.class);

  /** Of one batch, in characters: many small events travel together, a large one costs no more memory than it must. */
  private static final long MAX_CHARACTERS = 8L * 1024 * 1024;

  /** In hand at a time: as many wait as are being worked on. */
  private static final int BATCHES_IN_HAND = 2;

  private final int size;
  private final Function<List<Arrival>, Uni<Void>> work;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Parts of a batch that failed, to be tried by themselves before anything that came later. */
  private final Deque<List<Waiting>> parts = new ArrayDeque<>();

  private boolean working;
  private @Nullable Subscription subscription;

  /**
   * A subscriber for one channel.
   *
   * @param size how many messages at a time, at most
   * @param work done once at a time, on the context of the first message
   */
  BatchSubscriber(int size, Function<List<Arrival>, Uni<Void>> work) {
    this.size = size;
    this.work = work;
  }

  private record Waiting(Message<String> message, Arrival arrival) {}

  @Override
  public void onSubscribe(Subscription channel) {
    subscription = channel;
    channel.request((long) size * BATCHES_IN_HAND);
  }

  @Override
  public void onNext(Message<String> message) {
    Waiting one;
    try {
      one = new Waiting(message, Inbox.arrival(message.getPayload(), TraceContext.of(message)));
    } catch (NotRetryableException e) {
      settle(message.nack(e));
      return;
    }
    synchronized (this) {
      waiting.add(one);
      if (working) {
        return;
      }
      working = true;
    }
    // Not at once: what was read together with this one is about to arrive.
    Background.here().execute(this::next);
  }

  @Override
  public void onError(Throwable failure) {
    LOG.error("a channel ended", failure);
  }

  @Override
  public void onComplete() {
    LOG.debug("a channel is complete");
  }

  private void next() {
    List<Waiting> batch = nextBatch();
    if (batch.isEmpty()) {
      return;
    }
    // The Uni must be made there, too: it keeps the trace of the moment in which it is made.
    onContextOf(
        batch.getFirst().message(),
        () ->
            Uni.createFrom()
                .deferred(() -> work.apply(batch.stream().map(Waiting::arrival).toList()))
                .subscribe()
                .with(done -> ended(batch, null), failure -> ended(batch, failure)));
  }

  private synchronized List<Waiting> nextBatch() {
    List<Waiting> part = parts.poll();
    if (part != null) {
      return part;
    }
    List<Waiting> batch = new ArrayList<>();
    long characters = 0;
    for (Waiting one = waiting.peek(); one != null && batch.size() < size; one = waiting.peek()) {
      characters += one.message().getPayload().length();
      if (characters > MAX_CHARACTERS && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
    }
    working = !batch.isEmpty();
    return batch;
  }

  private void ended(List<Waiting> batch, @Nullable Throwable failure) {
    if (failure == null) {
      batch.forEach(one -> settle(one.message().ack()));
    } else if (isUnavailable(failure)) {
      giveBack(batch, failure);
    } else if (batch.size() == 1) {
      settle(batch.getFirst().message().nack(failure));
    } else {
      halve(batch, failure);
    }
    next();
  }

  private static boolean isUnavailable(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DependencyUnavailableException) {
        return true;
      }
    }
    return false;
  }

  private synchronized void halve(List<Waiting> batch, Throwable failure) {
    LOG.debugf("a batch of %d failed and is tried in halves: %s", batch.size(), failure);
    int middle = batch.size() / 2;
    parts.push(batch.subList(middle, batch.size()));
    parts.push(batch.subList(0, middle));
  }

  /** The last one first: the channel puts each before all others, so that in the end they stand in their order again. */
  private void giveBack(List<Waiting> batch, Throwable failure) {
    List<Waiting> all = new ArrayList<>(batch);
    synchronized (this) {
      parts.forEach(all::addAll);
      parts.clear();
      all.addAll(waiting);
      waiting.clear();
    }
    all.reversed().forEach(one -> settle(one.message().nack(failure)));
  }

  private void settle(CompletionStage<Void> settled) {
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

  private static void onContextOf(Message<String> message, Runnable task) {
    if (message instanceof ContextAwareMessage<?> aware) {
      aware.runOnMessageContext(task);
    } else {
      task.run();
    }
  }
}
