package dev.iris.notifier.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** How much waits to be sent and for how long: what an operator alerts on. Each replica tells the same: take the maximum. */
@ApplicationScoped
class BacklogGauges {

  private static final Logger LOG = Logger.getLogger(BacklogGauges.class);
  private static final String BACKLOG = "select count(*) as pending, min(created_at) as oldest from delivery where state = 'pending'";

  private final Pool pool;
  private final InstantSource clock;
  private final AtomicReference<Backlog> backlog = new AtomicReference<>(new Backlog(0, 0));

  private record Backlog(long pending, double oldestSeconds) {}

  BacklogGauges(Pool pool, InstantSource clock, MeterRegistry registry) {
    this.pool = pool;
    this.clock = clock;
    registry.gauge("iris.deliveries.pending", backlog, now -> now.get().pending());
    registry.gauge("iris.delivery.oldest.pending.seconds", backlog, now -> now.get().oldestSeconds());
  }

  @Scheduled(every = "${iris.notifier.audit.gauges}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> measure() {
    return pool.preparedQuery(BACKLOG)
        .execute()
        .invoke(rows -> backlog.set(backlog(rows.iterator().next())))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("the backlog could not be measured: %s", failure.toString()))
        .onFailure()
        .recoverWithNull();
  }

  private Backlog backlog(Row row) {
    OffsetDateTime oldest = row.getOffsetDateTime("oldest");
    double seconds = oldest == null ? 0 : Duration.between(oldest.toInstant(), clock.instant()).toMillis() / 1000.0;
    return new Backlog(row.getLong("pending"), Math.max(0, seconds));
  }
}
