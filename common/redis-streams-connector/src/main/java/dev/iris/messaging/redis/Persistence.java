package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.Backoff;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Tries again, with a growing delay, for as long as the channel is open. */
final class Persistence {

  private static final Logger LOG = Logger.getLogger(Persistence.class);

  private final Backoff backoff;
  private volatile boolean closed;

  Persistence(Backoff backoff) {
    this.backoff = backoff;
  }

  /** From now on the first failure is final. */
  void close() {
    closed = true;
  }

  /**
   * @param what names the action in the log, without the data it handles
   */
  <T> Uni<T> untilDone(String what, Supplier<Uni<T>> action) {
    var failures = new AtomicInteger();
    return Uni.createFrom()
        .deferred(action::get)
        .onFailure()
        .invoke(failure -> log(what, failures.incrementAndGet(), failure))
        .onFailure(failure -> !closed)
        .retry()
        .withBackOff(backoff.initial(), backoff.max())
        .indefinitely();
  }

  private void log(String what, int failures, Throwable failure) {
    if (closed) {
      LOG.warnf("%s failed, and the channel closes: the entry stays pending: %s", what, failure);
    } else if (failures == 1) {
      LOG.warnf("%s failed, it will be tried until it succeeds: %s", what, failure);
    } else {
      LOG.debugf("%s failed %d times: %s", what, failures, failure);
    }
  }
}
