package dev.iris.incident.ledger;

import dev.iris.incident.ledger.LedgerReport.Discrepancy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Looks at the ledger all the time, so that an operator hears of what does not add up without asking. It only reads: every
 * replica may do so.
 */
@ApplicationScoped
class LedgerAuditor {

  private static final Logger LOG = Logger.getLogger(LedgerAuditor.class);

  private static final String OLDEST_PENDING =
      """
      select coalesce(extract(epoch from now() - min(decided_at)), 0)::float8 as seconds
      from decision where current and status = 'pending'
      """;

  private final Ledger ledger;
  private final LedgerConfig config;
  private final Pool pool;
  private final Clock clock;
  private volatile int discrepancies;
  private volatile double oldestPending;
  private volatile Instant auditedAt;

  LedgerAuditor(Ledger ledger, LedgerConfig config, Pool pool, Clock clock, MeterRegistry metrics) {
    this.ledger = ledger;
    this.config = config;
    this.pool = pool;
    this.clock = clock;
    this.auditedAt = clock.instant();
    metrics.gauge("iris.ledger.discrepancies", this, auditor -> auditor.discrepancies);
    metrics.gauge("iris.ledger.balanced", this, auditor -> auditor.discrepancies == 0 ? 1 : 0);
    seconds(
        metrics,
        "iris.news.oldest.pending",
        "Age of the oldest news that nobody was told of",
        a -> a.oldestPending);
    seconds(
        metrics,
        "iris.ledger.audit.age",
        "Time since the ledger was last audited",
        LedgerAuditor::age);
  }

  @Scheduled(
      every = "{iris.incident.ledger.audit-every}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> audit() {
    Instant now = clock.instant();
    return ledger
        .of(new Window(now.minus(config.window()), now))
        .invoke(this::note)
        .chain(() -> pool.query(OLDEST_PENDING).execute())
        .invoke(rows -> oldestPending = rows.iterator().next().getDouble("seconds"))
        .invoke(() -> auditedAt = now)
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf("the ledger could not be audited: %s", failure.getClass().getSimpleName());
              LOG.debug("the ledger could not be audited", failure);
              return Uni.createFrom().voidItem();
            });
  }

  private void note(LedgerReport report) {
    discrepancies = report.discrepancies().size();
    if (!report.balanced()) {
      Discrepancy first = report.discrepancies().getFirst();
      LOG.warnf(
          "the ledger does not balance: %d discrepancies, first %s: %s",
          discrepancies, first.alert(), first.problem());
    }
  }

  private double age() {
    return Duration.between(auditedAt, clock.instant()).toMillis() / 1_000.0;
  }

  private void seconds(
      MeterRegistry metrics,
      String name,
      String description,
      ToDoubleFunction<LedgerAuditor> value) {
    TimeGauge.builder(name, this, TimeUnit.SECONDS, value)
        .description(description)
        .register(metrics);
  }
}
