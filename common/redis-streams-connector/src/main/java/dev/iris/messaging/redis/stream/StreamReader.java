package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.EntryBatch;
import dev.iris.messaging.redis.client.RedisFailures;
import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The loop that reads: first what this consumer was given before (after a crash, or when an answer
 * was lost on the way), then what is new. Reads only while somebody waits for an entry, the queue
 * is empty and there is room in flight. Lives through everything Redis does; ends on a fault of its
 * own.
 */
public final class StreamReader {

  private static final Logger LOG = Logger.getLogger(StreamReader.class);
  private static final String FROM_THE_START = "0";

  private final EventLoop loop;
  private final StreamCommands reads;
  private final ReaderSettings settings;
  private final GroupBootstrap group;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final EntryPublisher publisher;
  private final Intake intake;
  private final ChannelHealth health;

  /** Where reading one's own pending entries has got to; null once they are all known. */
  private @Nullable String ownPendingAfter = FROM_THE_START;

  private boolean reading;
  private boolean stopped;
  private long failures;
  private EventLoop.@Nullable Timer backOff;
  private @Nullable Runnable onIdle;

  /**
   * @param reads over a connection that nobody else uses: blocking reads hold it up
   */
  public StreamReader(
      Workplace work,
      StreamCommands reads,
      GroupBootstrap group,
      EntryPublisher publisher,
      Intake intake,
      ChannelHealth health) {
    this.loop = work.loop();
    this.settings = work.settings();
    this.inFlight = work.inFlight();
    this.pause = work.pause();
    this.reads = reads;
    this.group = group;
    this.publisher = publisher;
    this.intake = intake;
    this.health = health;
  }

  /** Starts a read if one is due; call whenever demand, room or the pause may have changed. */
  public void wake() {
    if (reading || stopped || backOff != null) {
      return;
    }
    // the group is made even before anybody asks for an entry: producers and lag metrics rely on it
    boolean wanted =
        !group.isReady() || (publisher.isStarving() && inFlight.room() > 0 && !pause.isPaused());
    if (!wanted) {
      health.resting();
      return;
    }
    reading = true;
    health.polling();
    Uni.createFrom()
        .deferred(this::next)
        .emitOn(loop)
        .subscribe()
        .with(done -> finished(), this::failed);
  }

  /**
   * Stops after the read under way; {@code then} runs on the loop. The connection is not cut: an
   * entry answered to a dead socket would sit pending.
   */
  public void stop(Runnable then) {
    stopped = true;
    onIdle = then;
    if (backOff != null) {
      backOff.cancel();
    }
    if (!reading) {
      idle();
    }
  }

  private Uni<Void> next() {
    if (!group.isReady()) {
      return group.ensure(loop);
    }
    int count = Math.min(settings.count(), inFlight.room());
    String after = ownPendingAfter;
    if (after == null) {
      return reads
          .readNew(settings.consumer(), count, settings.block())
          .emitOn(loop)
          .invoke(intake::takeNew)
          .replaceWithVoid();
    }
    return reads
        .readOwnPending(settings.consumer(), count, after)
        .emitOn(loop)
        .chain(this::takeOwnPending);
  }

  private Uni<Void> takeOwnPending(EntryBatch batch) {
    String last = lastId(batch);
    return intake.takePending(batch).invoke(taken -> ownPendingAfter = last).replaceWithVoid();
  }

  private static @Nullable String lastId(EntryBatch batch) {
    String last = null;
    for (String id : batch.deletedIds()) {
      last = id;
    }
    for (var entry : batch.entries()) {
      last = last == null || StreamIds.compare(entry.id(), last) > 0 ? entry.id() : last;
    }
    return last;
  }

  private void finished() {
    reading = false;
    if (failures > 0) {
      LOG.infof(
          "stream=%s group=%s: reading again after %d failures",
          settings.stream(), settings.group(), failures);
      failures = 0;
    }
    health.succeeded();
    goOn(Duration.ZERO);
  }

  private void failed(Throwable failure) {
    reading = false;
    health.failed(failure);
    // what the lost answer carried is pending under our name
    ownPendingAfter = FROM_THE_START;
    if (RedisFailures.isNoGroup(failure)) {
      group.forgotten();
      goOn(settings.backoff().before(1));
    } else if (RedisFailures.isFromRedis(failure)) {
      failures++;
      LOG.logf(
          failures == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
          "stream=%s group=%s: reading failed %d times in a row: %s",
          settings.stream(),
          settings.group(),
          failures,
          failure);
      goOn(settings.backoff().before(failures));
    } else {
      LOG.errorf(
          failure, "stream=%s group=%s: the reader is broken", settings.stream(), settings.group());
      publisher.fail(failure);
    }
  }

  private void goOn(Duration delay) {
    if (stopped) {
      idle();
    } else if (delay.isZero()) {
      wake();
    } else {
      backOff = loop.after(delay, this::tryAgain);
    }
  }

  private void tryAgain() {
    backOff = null;
    wake();
  }

  private void idle() {
    Runnable then = onIdle;
    onIdle = null;
    if (then != null) {
      then.run();
    }
  }
}
