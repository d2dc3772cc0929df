package dev.iris.notifier.dispatch;

import dev.iris.notifier.dispatch.Claims.Claim;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sees to it that due deliveries are attempted: at once when signalled, and by a sweep when a signal was lost or somebody else's
 * lease ran out. Each channel has a lane of its own with bounded concurrency, so that one that hangs holds up no other.
 *
 * <p>Everything here runs on one event loop context; lanes need no locks.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  private final Vertx vertx;
  private final Context context;
  private final Claims claims;
  private final Sender sender;
  private final DispatchConfig config;
  private final InstantSource clock;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private boolean sweeping;
  private volatile boolean stopped;
  private long timer;

  Dispatcher(Vertx vertx, Claims claims, Sender sender, DispatchConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
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

  void start(@Observes StartupEvent start) {
    context.runOnContext(go -> timer = vertx.setPeriodic(config.sweep().toMillis(), tick -> sweep()));
  }

  void stop(@Observes ShutdownEvent stop) {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  /** There may be something due. Cheap, from any thread; many signals are one. */
  void signal() {
    if (signalled.compareAndSet(false, true)) {
      context.runOnContext(go -> sweep());
    }
  }

  private void sweep() {
    if (stopped || sweeping) {
      return;
    }
    sweeping = true;
    signalled.set(false);
    claims
        .due(clock.instant())
        .subscribe()
        .with(due -> here(() -> swept(due)), failure -> here(() -> sweepFailed(failure)));
  }

  private void swept(List<String> due) {
    sweeping = false;
    due.forEach(this::pump);
    if (signalled.get()) {
      sweep();
    }
  }

  private void sweepFailed(Throwable failure) {
    sweeping = false;
    LOG.warnf("looking for due deliveries failed: %s", failure.toString());
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
        .with(claim -> here(() -> claimed(channelId, lane, free, claim)), failure -> here(() -> claimFailed(lane, failure)));
  }

  private void claimed(String channelId, Lane lane, int wanted, Claim claim) {
    lane.claiming = false;
    // A full claim means that there may be more.
    lane.again |= claim.deliveries().size() == wanted;
    lane.inFlight += claim.deliveries().size();
    for (Leased delivery : claim.deliveries()) {
      sender
          .attempt(claim.channel(), delivery)
          .subscribe()
          .with(outcome -> here(() -> finished(channelId, lane, outcome)), failure -> here(() -> unrecorded(channelId, lane, failure)));
    }
    claim.askAgainAt().ifPresent(at -> askAgain(channelId, at));
    if (claim.deliveries().isEmpty() && lane.inFlight == 0 && !lane.again) {
      lanes.remove(channelId);
    }
  }

  /** A limit that opens before the next sweep is used at once; for others the sweep is early enough. */
  private void askAgain(String channelId, Instant at) {
    Duration wait = Duration.between(clock.instant(), at);
    if (wait.compareTo(config.sweep()) < 0) {
      vertx.setTimer(Math.max(1, wait.toMillis() + 1), tick -> here(() -> pump(channelId)));
    }
  }

  private void finished(String channelId, Lane lane, String outcome) {
    lane.inFlight--;
    // Claims cost a transaction each: wait until there is room for several, but never for a lane to run dry.
    if (lane.again && lane.inFlight <= config.concurrency() / 2) {
      pump(channelId);
    }
    if (outcome.equals(Receipts.FAILED)) {
      // A fall-over may have planned something for another channel.
      signal();
    }
  }

  private void claimFailed(Lane lane, Throwable failure) {
    lane.claiming = false;
    LOG.warnf("claiming deliveries failed: %s", failure.toString());
  }

  private void unrecorded(String channelId, Lane lane, Throwable failure) {
    LOG.errorf(failure, "an outcome could not be recorded, the delivery is tried again when its lease ends channel=%s", channelId);
    finished(channelId, lane, "unrecorded");
  }

  private void here(Runnable step) {
    context.runOnContext(go -> step.run());
  }
}
