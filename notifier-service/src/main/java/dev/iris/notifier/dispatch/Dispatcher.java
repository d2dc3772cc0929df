package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.dispatch.Claims.Claim;
import dev.iris.outbox.Background;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sees to it that due deliveries are attempted: at once when signalled, and by a sweep when a signal was lost or somebody else's
 * lease ran out. Each channel has a lane of its own with bounded concurrency, so that one that hangs holds up no other.
 *
 * <p>Lanes are touched on the background's event loop only.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  /** To record the outcome in. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Background background;
  private final Claims claims;
  private final Sender sender;
  private final DispatchConfig config;
  private final InstantSource clock;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private int inFlight;
  private boolean stopped;

  Dispatcher(
      Background background,
      Claims claims,
      Sender sender,
      DispatchConfig config,
      InstantSource clock) {
    this.background = background;
    this.claims = claims;
    this.sender = sender;
    this.config = config;
    this.clock = clock;
  }

  /** One channel's work in this replica. */
  private static final class Lane {
    int inFlight;
    boolean claiming;
    boolean again;
  }

  void start(@Observes StartupEvent start, ChannelKinds kinds) {
    refuseShortLease(config.lease(), kinds.patience());
    background.every(config.sweep(), "looking for due deliveries", this::sweep);
  }

  /** A lease that ends while its message is on its way lets another replica send it too. */
  static void refuseShortLease(Duration lease, Duration patience) {
    if (lease.compareTo(patience.plus(MARGIN)) < 0) {
      throw new IllegalStateException(
          "iris.notifier.dispatch.lease is %s and must be at least %s: the longest timeout of a channel is %s"
              .formatted(lease, patience.plus(MARGIN), patience));
    }
  }

  /** What is being sent is waited for: an outcome that is not recorded is a message that is sent twice. */
  void stop(@Observes ShutdownEvent stop) {
    background.run(
        () -> {
          stopped = true;
          completeIfDrained();
        });
    try {
      drained.get(config.shutdown().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("stopped with messages on their way; they are sent again when their leases end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** There may be something due. Cheap, from any thread; many signals are one. */
  void signal() {
    if (signalled.compareAndSet(false, true)) {
      background.run(
          () ->
              sweep()
                  .subscribe()
                  .with(
                      done -> {}, failure -> LOG.debugf("the sweep will see to it: %s", failure)));
    }
  }

  private Uni<Void> sweep() {
    signalled.set(false);
    return claims
        .due(clock.instant())
        .emitOn(Background.here())
        .invoke(due -> due.forEach(this::pump))
        .replaceWithVoid();
  }

  private void pump(String channelId) {
    Lane lane = lanes.computeIfAbsent(channelId, id -> new Lane());
    int free = config.concurrency() - lane.inFlight;
    if (stopped || lane.claiming || free == 0) {
      lane.again = true;
      return;
    }
    lane.claiming = true;
    lane.again = false;
    claims
        .claim(channelId, free, clock.instant())
        .subscribe()
        .with(
            claim -> background.run(() -> claimed(channelId, lane, free, claim)),
            failure -> background.run(() -> claimFailed(channelId, lane, failure)));
  }

  private void claimed(String channelId, Lane lane, int wanted, Claim claim) {
    List<Message> messages = claim.messages();
    lane.claiming = false;
    // A full claim means that there may be more.
    lane.again |= messages.size() == wanted;
    lane.inFlight += messages.size();
    inFlight += messages.size();
    for (Message message : messages) {
      sender
          .attempt(claim.channel(), message)
          .subscribe()
          .with(
              outcome -> background.run(() -> finished(channelId, lane, outcome)),
              failure -> background.run(() -> unrecorded(channelId, lane, failure)));
    }
    claim.askAgainAt().ifPresent(at -> askAgain(channelId, at));
    if (messages.isEmpty() && lane.inFlight == 0) {
      lanes.remove(channelId);
    }
  }

  /** A limit that opens before the next sweep is used at once; for others the sweep is early enough. */
  private void askAgain(String channelId, Instant at) {
    Duration wait = Duration.between(clock.instant(), at);
    if (wait.compareTo(config.sweep()) < 0) {
      background.runAfter(wait.plusMillis(1), () -> pump(channelId));
    }
  }

  private void finished(String channelId, Lane lane, String outcome) {
    lane.inFlight--;
    inFlight--;
    completeIfDrained();
    // Claims cost a transaction each: wait until there is room for several, but never for a lane to
    // run dry.
    if (lane.again && lane.inFlight <= config.concurrency() / 2) {
      pump(channelId);
    }
    if (outcome.equals(Receipts.FAILED)) {
      // A fall-over may have planned something for another channel.
      signal();
    }
  }

  private void claimFailed(String channelId, Lane lane, Throwable failure) {
    lane.claiming = false;
    LOG.warnf(
        "claiming deliveries failed, the next sweep tries again channel=%s: %s",
        channelId, failure);
  }

  private void unrecorded(String channelId, Lane lane, Throwable failure) {
    LOG.errorf(
        failure,
        "an outcome could not be recorded, the delivery is tried again when its lease ends channel=%s",
        channelId);
    finished(channelId, lane, "unrecorded");
  }

  private void completeIfDrained() {
    if (stopped && inFlight == 0) {
      drained.complete(null);
    }
  }
}
