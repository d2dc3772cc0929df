package dev.iris.enrollment.enrolling;

import dev.iris.events.Ids;
import dev.iris.outbox.Arrival;
import dev.iris.outbox.Background;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.Transaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Has this replica's worker look for jobs: when one was asked for, which its stream tells one replica, and by a sweep, which finds
 * those that nobody could take on then and those of replicas that died.
 */
@ApplicationScoped
class Workplace {

  private static final Logger LOG = Logger.getLogger(Workplace.class);
  private static final String HANDLER = "enrollment";
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final Worker worker;
  private final JobDecisions decisions;
  private final Background background;
  private final Inbox inbox;
  private final JobsConfig config;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();

  Workplace(
      Claims claims,
      JobRunner runner,
      JobDecisions decisions,
      Background background,
      Inbox inbox,
      JobsConfig config,
      InstantSource clock,
      @ConfigProperty(name = "iris.instance") String instance) {
    // A process that comes back is not the one that died: its leases are not its own.
    worker = new Worker(instance + "/" + Ids.next(), background, claims, runner, config, clock);
    this.decisions = decisions;
    this.background = background;
    this.inbox = inbox;
    this.config = config;
  }

  void start(@Observes StartupEvent start) {
    background.every(config.sweep(), "looking for enrolment jobs", this::sweep);
  }

  void stop(@Observes ShutdownEvent stop) {
    try {
      worker.stop().await().atMost(GOODBYE);
    } catch (RuntimeException e) {
      LOG.warnf("jobs could not be left to others, they go on when their leases end: %s", e);
    }
  }

  @Incoming("jobs")
  Subscriber<Message<String>> jobs() {
    return inbox.inBatches(HANDLER, this::asked);
  }

  /** There may be something to do, or to stop. Cheap, from any thread. */
  void signal() {
    background.run(
        () ->
            sweep()
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("the sweep will see to it: %s", failure)));
  }

  private Uni<Void> asked(List<Arrival> events, Transaction transaction) {
    transaction.afterCommit(this::signal);
    return Uni.createFrom().voidItem();
  }

  /** One at a time: a signal during a sweep is one more sweep. */
  private Uni<Void> sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      again.set(true);
      return Uni.createFrom().voidItem();
    }
    return decisions
        .giveUpOnApprovals()
        .emitOn(Background.here())
        .chain(worker::sweep)
        .emitOn(Background.here())
        .onTermination()
        .invoke(
            () -> {
              sweeping.set(false);
              if (again.getAndSet(false)) {
                signal();
              }
            });
  }
}
