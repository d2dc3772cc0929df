package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.stream.Delivery;
import dev.iris.messaging.redis.stream.DependencyPause;
import dev.iris.messaging.redis.stream.EntryPublisher;
import dev.iris.messaging.redis.stream.EventLoop;
import dev.iris.messaging.redis.stream.InFlight;
import dev.iris.messaging.redis.stream.StreamMeters;
import dev.iris.messaging.redis.stream.Workplace;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of an entry whose handler failed: another try, a pause of the channel, or
 * the dead-letter sink.
 */
final class FailureHandler {

  private static final Logger LOG = Logger.getLogger(FailureHandler.class);

  private final IncomingSettings settings;
  private final EventLoop loop;
  private final StreamCommands commands;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final EntryPublisher publisher;
  private final StreamMeters meters;
  private final Persistence persistence;
  private final DeadLetterSink sink;
  private final Runnable onRoom;
  private final Map<String, Waiting> waiting = new HashMap<>();
  private boolean closing;

  /**
   * @param onRoom called on the loop when an entry is settled
   */
  FailureHandler(
      Workplace work,
      IncomingSettings settings,
      EntryPublisher publisher,
      Persistence persistence,
      DeadLetterSink sink,
      Runnable onRoom) {
    this.loop = work.loop();
    this.commands = work.commands();
    this.inFlight = work.inFlight();
    this.pause = work.pause();
    this.meters = work.meters();
    this.settings = settings;
    this.publisher = publisher;
    this.persistence = persistence;
    this.sink = sink;
    this.onRoom = onRoom;
  }

  /** Callable from any thread. */
  Uni<Void> fail(Delivery delivery, Throwable reason) {
    return Uni.createFrom().voidItem().emitOn(loop).chain(() -> decide(delivery, reason));
  }

  /**
   * Hands the entry to the dead-letter sink, then acknowledges it; keeps at it until the channel
   * closes. Call on the loop.
   */
  Uni<Void> giveUp(Delivery delivery, Throwable reason) {
    LOG.warnf(
        "stream=%s entryId=%s group=%s deliveries=%d: given up: %s",
        settings.reader().stream(),
        delivery.id(),
        settings.reader().group(),
        delivery.deliveries(),
        reason);
    DeadLetter letter = letter(delivery, reason);
    return persistence
        .untilDone(
            "dead-lettering " + delivery.id(),
            () -> loop.onFreshContext(() -> sink.deadLetter(letter)))
        .chain(
            () ->
                persistence.untilDone(
                    "acknowledging " + delivery.id(),
                    () -> commands.acknowledge(List.of(delivery.id()))))
        .emitOn(loop)
        .invoke(meters::deadLettered)
        .invoke(() -> settled(delivery))
        .replaceWithVoid();
  }

  /** Stops waiting; answers with the entries that had another try before them. Call on the loop. */
  List<Delivery> close() {
    closing = true;
    List<Delivery> rest = new ArrayList<>();
    waiting.values().forEach(entry -> rest.add(entry.stop()));
    waiting.clear();
    return rest;
  }

  private Uni<Void> decide(Delivery delivery, Throwable reason) {
    if (inFlight.isLost(delivery.id()) || closing) {
      // another consumer has it, or will soon have it: what becomes of it is not for us to say
      inFlight.remove(delivery.id());
      onRoom.run();
      return Uni.createFrom().voidItem();
    }
    if (causedBy(DependencyUnavailableException.class, reason)) {
      return holdBack(delivery, reason);
    }
    pause.settled();
    boolean retry =
        settings.failureStrategy() == FailureStrategy.RETRY
            && delivery.deliveries() < settings.maxDeliveries();
    if (!retry || causedBy(NotRetryableException.class, reason)) {
      return giveUp(delivery, reason);
    }
    retryLater(delivery, reason);
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> holdBack(Delivery delivery, Throwable reason) {
    LOG.warnf(
        "channel=%s: paused, as a dependency of the handler is down: %s",
        settings.channel(), reason);
    pause.trip();
    // the delivery did not count, not even if this process dies now
    return commands
        .renewAs(settings.reader().consumer(), delivery.deliveries() - 1, List.of(delivery.id()))
        .onFailure()
        .recoverWithNull()
        .emitOn(loop)
        .invoke(held -> handOut(delivery, held, true))
        .replaceWithVoid();
  }

  private void retryLater(Delivery delivery, Throwable reason) {
    LOG.infof(
        "stream=%s entryId=%s group=%s deliveries=%d: failed, will be tried again: %s",
        settings.reader().stream(),
        delivery.id(),
        settings.reader().group(),
        delivery.deliveries(),
        reason);
    var delay = settings.retry().before(delivery.deliveries());
    waiting.put(delivery.id(), new Waiting(delivery, loop.after(delay, () -> retry(delivery))));
  }

  private void retry(Delivery delivery) {
    waiting.remove(delivery.id());
    Delivery again = delivery.again();
    meters.retried();
    commands
        .renew(settings.reader().consumer(), List.of(delivery.id()))
        .onFailure()
        .recoverWithNull()
        .emitOn(loop)
        .subscribe()
        .with(held -> handOut(again, held, false));
  }

  /**
   * @param held the ids that are still ours; null if Redis could not say, in which case trying is
   *     the lesser evil
   */
  private void handOut(Delivery delivery, @Nullable List<String> held, boolean first) {
    if (closing || (held != null && held.isEmpty())) {
      inFlight.remove(delivery.id());
      onRoom.run();
    } else if (first) {
      publisher.offerFirst(delivery);
    } else {
      publisher.offer(delivery);
    }
  }

  private void settled(Delivery delivery) {
    inFlight.remove(delivery.id());
    onRoom.run();
  }

  private DeadLetter letter(Delivery delivery, Throwable reason) {
    String message = reason.getMessage();
    return new DeadLetter(
        settings.reader().stream(),
        settings.reader().group(),
        settings.reader().consumer(),
        delivery.id(),
        delivery.deliveries(),
        message == null ? reason.toString() : message,
        reason.getClass().getName(),
        delivery.entry().fields());
  }

  private static boolean causedBy(Class<? extends Throwable> type, Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private record Waiting(Delivery delivery, EventLoop.Timer timer) {

    Delivery stop() {
      timer.cancel();
      return delivery;
    }
  }
}
