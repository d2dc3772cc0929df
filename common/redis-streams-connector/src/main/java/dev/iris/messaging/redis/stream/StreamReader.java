package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.EntryBatch;
import dev.iris.messaging.redis.client.RedisFailures;
import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The loop that reads: first what this consumer was given before (after a crash, or when an answer was lost on the way), then what is new. Reads only while
 * somebody waits for an entry, the queue is empty and there is room in flight. Lives through everything Redis does; ends on a fault of its own.
 */
public final class StreamReader {

  private static final Logger LOG = Logger.getLogger(StreamReader.class);
  private static final String FROM_THE_START = "0";

  private final EventLoop loop;
  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final GroupBootstrap group;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final EntryPublisher publisher;
  private final RecoveredEntries recovered;
  private final ChannelHealth health;
  private final Consumer<Delivery> sink;

  /** Where reading one's own pending entries has got to; null once they are all known. */
  private @Nullable String ownPendingAfter = FROM_THE_START;

  private boolean reading;
  private boolean stopped;
  private long failures;
  private @Nullable Runnable onIdle;

  /** The parts a reader works with; all of them on the same loop. */
  public record Parts(
      EventLoop loop,
      StreamCommands commands,
      ReaderSettings settings,
      GroupBootstrap group,
      InFlight inFlight,
      DependencyPause pause,
      EntryPublisher publisher,
      RecoveredEntries recovered,
      ChannelHealth health,
      Consumer<Delivery> sink) {}

  public StreamReader(Parts parts) {
    this.loop = parts.loop();
    this.commands = parts.commands();
    this.settings = parts.settings();
    this.group = parts.group();
    this.inFlight = parts.inFlight();
    this.pause = parts.pause();
    this.publisher = parts.publisher();
    this.recovered = parts.recovered();
    this.health = parts.health();
    this.sink = parts.sink();
  }

  /** Starts a read if one is due; call whenever demand, room or the pause may have changed. */
  public void wake() {
    if (reading || stopped) {
      return;
    }
    // the group is made even before anybody asks for an entry: producers and lag metrics rely on it
    boolean wanted = !group.isReady() || (publisher.isStarving() && inFlight.room() > 0 && !pause.isPaused());
    if (!wanted) {
      health.resting();
      return;
    }
    reading = true;
    health.polling();
    Uni.createFrom().deferred(this::next).emitOn(loop).subscribe().with(done -> finished(), this::failed);
  }

  /** Stops after the read under way; {@code then} runs on the loop. The connection is not cut: an entry answered to a dead socket would sit pending. */
  public void stop(Runnable then) {
    stopped = true;
    if (reading) {
      onIdle = then;
    } else {
      then.run();
    }
  }

  private Uni<Void> next() {
    if (!group.isReady()) {
      return group.ensure(loop);
    }
    int count = Math.min(settings.count(), inFlight.room());
    String after = ownPendingAfter;
    if (after == null) {
      return commands.readNew(settings.consumer(), count, settings.block()).emitOn(loop).invoke(this::takeNew).replaceWithVoid();
    }
    return commands.readOwnPending(settings.consumer(), count, after).emitOn(loop).chain(this::takeOwnPending);
  }

  private void takeNew(EntryBatch batch) {
    batch.entries().forEach(entry -> sink.accept(new Delivery(entry, 1)));
  }

  private Uni<Void> takeOwnPending(EntryBatch batch) {
    String last = lastId(batch);
    return recovered.accept(batch).invoke(taken -> ownPendingAfter = last).replaceWithVoid();
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
      LOG.infof("stream=%s group=%s: reading again after %d failures", settings.stream(), settings.group(), failures);
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
      LOG.errorf(failure, "stream=%s group=%s: the reader is broken", settings.stream(), settings.group());
      health.broken(failure);
      stopped = true;
      publisher.fail(failure);
      goOn(Duration.ZERO);
    }
  }

  private void goOn(Duration delay) {
    Runnable idle = onIdle;
    if (stopped) {
      if (idle != null) {
        onIdle = null;
        idle.run();
      }
    } else if (delay.isZero()) {
      wake();
    } else {
      reading = true;
      loop.after(
          delay,
          () -> {
            reading = false;
            wakeOrStop();
          });
    }
  }

  private void wakeOrStop() {
    if (stopped) {
      goOn(Duration.ZERO);
    } else {
      wake();
    }
  }
}
