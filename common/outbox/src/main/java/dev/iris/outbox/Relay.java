package dev.iris.outbox;

import dev.iris.outbox.RelayBatch.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Publishes what the outbox holds: at once when it is signalled after a commit, else at the next sweep. */
@Singleton
final class Relay implements RelaySignal {

  private static final Logger LOG = Logger.getLogger(Relay.class);

  /** A few batches fit into the sender's buffer, so that late answers of one do not fail the next. */
  private static final int MAX_BATCH = 256;

  /** Of publish timeouts: a round asks Redis and PostgreSQL a few times. */
  private static final int PATIENCE = 4;

  private final RelayBatch batch;
  private final Epochs epochs;
  private final Background background;
  private final OutboxConfig config;
  private final Counter published;
  private final RelayLoop loop = new RelayLoop(this::round, this::rested);

  Relay(
      RelayBatch batch,
      Epochs epochs,
      Background background,
      OutboxConfig config,
      MeterRegistry meters) {
    this.batch = batch;
    this.epochs = epochs;
    this.background = background;
    this.config = config;
    this.published =
        Counter.builder("iris.outbox.published")
            .description("Events that Redis confirmed, repeats included")
            .register(meters);
  }

  void start(@Observes StartupEvent started) {
    requireSound(config);
    background.every(config.sweepInterval(), "the outbox' relay", this::sweep);
  }

  /**
   * Checks what belongs together.
   *
   * @throws IllegalArgumentException with the name of the property; the application does not start then
   */
  static void requireSound(OutboxConfig config) {
    if (config.batch() < 1 || config.batch() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "iris.outbox.batch must be 1 to " + MAX_BATCH + ", not " + config.batch());
    }
    if (config.inboxBatch() < 1) {
      throw new IllegalArgumentException(
          "iris.outbox.inbox-batch must be at least 1, not " + config.inboxBatch());
    }
    if (config.inboxRetention().compareTo(config.retention()) <= 0) {
      throw new IllegalArgumentException(
          "iris.outbox.inbox-retention must be longer than iris.outbox.retention, or repeats have their effects twice");
    }
  }

  @Override
  public void signal() {
    background.runUnlessStopping(loop::signal);
  }

  /** Publishes nothing before Redis was asked who it is: whatever it is that went wrong, it is noticed here. */
  private Uni<Void> sweep() {
    return bounded(epochs.check()).invoke(loop::resume).onFailure().invoke(loop::rest);
  }

  private Uni<Boolean> round() {
    return bounded(batch.publish().flatMap(this::next));
  }

  /** A connection that answers nothing, not even an error, must not end the relay. */
  private <T> Uni<T> bounded(Uni<T> work) {
    return work.ifNoItem().after(config.publishTimeout().multipliedBy(PATIENCE)).fail();
  }

  private Uni<Boolean> next(Outcome outcome) {
    published.increment(outcome.published());
    if (outcome.failure() != null) {
      return Uni.createFrom().failure(outcome.failure());
    }
    return outcome.claimed() == config.batch()
        ? Uni.createFrom().item(true)
        : epochs.republishChunk().map(made -> made > 0);
  }

  private void rested(Throwable failure) {
    // The sweep tells of a Redis that is down; this is for what it cannot see, such as a Redis out
    // of memory.
    LOG.debugf(failure, "a batch was not published in full; the next sweep tries again");
  }
}
