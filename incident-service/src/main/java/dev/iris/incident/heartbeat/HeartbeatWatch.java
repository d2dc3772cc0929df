package dev.iris.incident.heartbeat;

import dev.iris.incident.intake.OwnAlerts;
import dev.iris.incident.intake.OwnGroup;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Looks for sources that fell silent or came back, and stores what it found out as an alert of Iris' own in the same transaction.
 * Every replica looks; the row's lock lets one of them find it.
 */
@ApplicationScoped
class HeartbeatWatch {

  private static final Logger LOG = Logger.getLogger(HeartbeatWatch.class);

  private final Transactions transactions;
  private final OwnAlerts own;
  private final HeartbeatConfig config;
  private final Clock clock;
  private final Listening listening;
  private final AtomicLong absent;

  HeartbeatWatch(
      Transactions transactions,
      OwnAlerts own,
      HeartbeatConfig config,
      Clock clock,
      MeterRegistry metrics) {
    config.requireSound();
    this.transactions = transactions;
    this.own = own;
    this.config = config;
    this.clock = clock;
    this.listening = new Listening(config.absence());
    this.absent = metrics.gauge("iris.heartbeat.absent", new AtomicLong());
  }

  /** Looks once. */
  Uni<Void> look() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(transaction -> look(transaction, now));
  }

  private Uni<Void> look(Transaction transaction, Instant now) {
    return HeartbeatStore.absent(transaction.sql())
        .invoke(absent::set)
        // PostgreSQL has answered: only now is it certain that webhooks can be stored, and so be
        // heard.
        .map(count -> listening.hears(now))
        .chain(heard -> silent(heard, transaction, now))
        .chain(
            silent ->
                store(silent, one -> WatchdogAbsent.firing(one, config.absence()), transaction))
        // After it, so that no source falls silent and comes back at the same moment.
        .chain(() -> HeartbeatStore.declareReturned(transaction.sql()))
        .chain(back -> store(back, WatchdogAbsent::returned, transaction));
  }

  private Uni<List<Heartbeat>> silent(Duration heard, Transaction transaction, Instant now) {
    return heard.compareTo(config.absence()) < 0
        ? Uni.createFrom().item(List.of())
        : HeartbeatStore.declareAbsent(transaction.sql(), now.minus(config.absence()), now);
  }

  private Uni<Void> store(
      List<Heartbeat> found, Function<Heartbeat, OwnGroup> alert, Transaction transaction) {
    if (found.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    found.forEach(
        one ->
            LOG.warnf(
                "heartbeat source=%s absentSince=%s lastSeenAt=%s",
                one.source(), one.absentSince(), one.lastSeenAt()));
    return Uni.join()
        .all(found.stream().map(one -> own.store(alert.apply(one), transaction)).toList())
        .andFailFast()
        .replaceWithVoid();
  }
}
