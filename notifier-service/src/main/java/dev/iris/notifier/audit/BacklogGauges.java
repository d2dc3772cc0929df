package dev.iris.notifier.audit;

import dev.iris.outbox.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;

/** How much waits to be sent and for how long: what an operator alerts on. Each replica tells the same: take the maximum. */
@ApplicationScoped
class BacklogGauges {

  private static final String BACKLOG =
      "select count(*) as pending, min(created_at) as oldest from delivery where state = 'pending'";

  private final Pool pool;
  private final InstantSource clock;
  private final AtomicReference<Backlog> backlog = new AtomicReference<>(new Backlog(0, 0));

  private record Backlog(long pending, double oldestSeconds) {}

  BacklogGauges(Pool pool, InstantSource clock, MeterRegistry registry) {
    this.pool = pool;
    this.clock = clock;
    Gauge.builder("iris.deliveries.pending", backlog, now -> now.get().pending())
        .description("Deliveries that are neither accepted nor failed, of all replicas")
        .register(registry);
    Gauge.builder("iris.delivery.oldest.pending.seconds", backlog, now -> now.get().oldestSeconds())
        .description("How long the oldest of them has been waiting")
        .register(registry);
  }

  void start(@Observes StartupEvent start, Background background, AuditConfig config) {
    background.every(config.gauges(), "measuring the backlog", this::measure);
  }

  private Uni<Void> measure() {
    return pool.preparedQuery(BACKLOG)
        .execute()
        .invoke(rows -> backlog.set(backlog(rows.iterator().next())))
        .replaceWithVoid();
  }

  private Backlog backlog(Row row) {
    OffsetDateTime oldest = row.getOffsetDateTime("oldest");
    double seconds =
        oldest == null
            ? 0
            : Duration.between(oldest.toInstant(), clock.instant()).toMillis() / 1000.0;
    return new Backlog(row.getLong("pending"), Math.max(0, seconds));
  }
}
