package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.Backoff;
import io.smallrye.mutiny.Uni;
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
    return Uni.createFrom()
        .deferred(action::get)
        .onFailure()
        .invoke(failure -> LOG.warnf("%s failed, %s: %s", what, closed ? "giving up as the channel is closed" : "trying again", failure))
        .onFailure(failure -> !closed)
        .retry()
        .withBackOff(backoff.initial(), backoff.max())
        .indefinitely();
  }
}
