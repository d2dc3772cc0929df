package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.RedisFailures;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a task on the loop, one run at a time, until it is stopped. A run that fails is logged,
 * and the next one comes all the same.
 */
public final class Ticker {

  private static final Logger LOG = Logger.getLogger(Ticker.class);

  private final EventLoop loop;
  private final String name;
  private final Duration interval;
  private final Supplier<Uni<Void>> task;
  private EventLoop.@Nullable Timer timer;
  private boolean stopped;

  public Ticker(EventLoop loop, String name, Duration interval, Supplier<Uni<Void>> task) {
    this.loop = loop;
    this.name = name;
    this.interval = interval;
    this.task = task;
  }

  /**
   * Starts at a random point of the interval, so that replicas started together do not act
   * together.
   */
  public void start() {
    schedule(Duration.ofMillis(ThreadLocalRandom.current().nextLong(interval.toMillis() + 1)));
  }

  public void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void schedule(Duration delay) {
    if (!stopped) {
      timer = loop.after(delay, this::run);
    }
  }

  private void run() {
    Uni.createFrom()
        .deferred(task::get)
        .emitOn(loop)
        .subscribe()
        .with(done -> schedule(interval), this::failed);
  }

  private void failed(Throwable failure) {
    if (RedisFailures.isTransient(failure)) {
      LOG.debugf("%s: %s", name, failure);
    } else {
      LOG.warnf(failure, "%s failed", name);
    }
    schedule(interval);
  }
}
