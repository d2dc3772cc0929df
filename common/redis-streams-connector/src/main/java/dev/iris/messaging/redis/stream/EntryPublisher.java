package dev.iris.messaging.redis.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands entries downstream as they are asked for: never more, never from outside the event loop.
 * Takes one subscriber.
 */
public final class EntryPublisher implements Flow.Publisher<Delivery>, Flow.Subscription {

  private final EventLoop loop;
  private final DependencyPause pause;
  private final Runnable onDemand;
  private final Consumer<Throwable> onEnd;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private Flow.@Nullable Subscriber<? super Delivery> downstream;
  private long demand;
  private boolean draining;

  /**
   * @param onDemand called on the loop when the queue is empty and more is wanted
   * @param onEnd called on the loop when the stream ends other than by {@link #complete}
   */
  public EntryPublisher(
      EventLoop loop, DependencyPause pause, Runnable onDemand, Consumer<Throwable> onEnd) {
    this.loop = loop;
    this.pause = pause;
    this.onDemand = onDemand;
    this.onEnd = onEnd;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Delivery> subscriber) {
    Objects.requireNonNull(subscriber);
    loop.execute(
        () -> {
          if (downstream != null) {
            throw new IllegalStateException("a channel takes one subscriber");
          }
          downstream = subscriber;
          subscriber.onSubscribe(this);
        });
  }

  @Override
  public void request(long n) {
    loop.execute(
        () -> {
          long sum = demand + n;
          demand = sum < 0 ? Long.MAX_VALUE : sum;
          drain();
        });
  }

  @Override
  public void cancel() {
    loop.execute(
        () -> {
          if (downstream != null) {
            downstream = null;
            onEnd.accept(new IllegalStateException("the application cancelled the channel"));
          }
        });
  }

  /** Whether somebody waits for entries that are not there. */
  boolean isStarving() {
    return downstream != null && demand > 0 && queue.isEmpty();
  }

  /** Puts an entry behind the others. */
  public void offer(Delivery delivery) {
    queue.addLast(delivery);
    drain();
  }

  /** Puts an entry before the others. */
  public void offerFirst(Delivery delivery) {
    queue.addFirst(delivery);
    drain();
  }

  /** Hands out what may be handed out now. */
  public void drain() {
    if (draining) {
      return;
    }
    draining = true;
    try {
      while (downstream != null && demand > 0 && !queue.isEmpty() && pause.mayEmit()) {
        demand--;
        pause.emitted();
        downstream.onNext(queue.removeFirst());
      }
    } finally {
      draining = false;
    }
    if (isStarving()) {
      onDemand.run();
    }
  }

  /** Ends the stream and answers with the entries that were not handed out. */
  public List<Delivery> complete() {
    List<Delivery> rest = new ArrayList<>(queue);
    queue.clear();
    if (downstream != null) {
      downstream.onComplete();
      downstream = null;
    }
    return rest;
  }

  /** Ends the stream because of a fault that no further try can heal. */
  void fail(Throwable failure) {
    if (downstream != null) {
      downstream.onError(failure);
      downstream = null;
      onEnd.accept(failure);
    }
  }
}
