package dev.iris.incident.reconciliation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Looks at each configured source at intervals, whichever replica is first, and keeps the metrics, every replica for itself.
 * Made at the start: a configuration that can not be meant keeps the service from starting.
 */
@Startup
@ApplicationScoped
class ReconciliationSchedule {

  private static final Logger LOG = Logger.getLogger(ReconciliationSchedule.class);
  private static final String STALE =
      "select count(*) as stale from incident where status = 'stale'";

  private final List<Source> sources;
  private final Reconciler reconciler;
  private final Pool pool;
  private final MultiGauge reachable;
  private volatile long stale;

  ReconciliationSchedule(
      AlertmanagersConfig alertmanagers, Reconciler reconciler, Pool pool, MeterRegistry metrics) {
    this.sources = Source.of(alertmanagers);
    this.reconciler = reconciler;
    this.pool = pool;
    this.reachable =
        MultiGauge.builder("iris.alertmanager.reachable")
            .description("Whether an Alertmanager answered when it was last asked")
            .register(metrics);
    metrics.gauge("iris.incidents.stale", this, schedule -> schedule.stale);
  }

  @Scheduled(
      every = "{iris.incident.reconciliation.interval}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> tick() {
    return Multi.createFrom()
        .iterable(sources)
        .onItem()
        .transformToUniAndMerge(this::reconcile)
        .collect()
        .last()
        .chain(this::measure)
        .onFailure()
        .recoverWithUni(failure -> failed("the figures of the reconciliation", failure));
  }

  private Uni<Void> reconcile(Source source) {
    return reconciler
        .reconcile(source)
        .onFailure()
        .recoverWithUni(
            failure -> failed("the reconciliation of source=" + source.name(), failure));
  }

  private Uni<Void> measure() {
    return PeerStore.all(pool)
        .invoke(
            peers ->
                reachable.register(
                    peers.stream()
                        .filter(peer -> isConfigured(peer.source()))
                        .map(
                            peer ->
                                MultiGauge.Row.of(
                                    Tags.of("source", peer.source(), "peer", peer.peer()),
                                    peer.reachable() ? 1 : 0))
                        .toList(),
                    true))
        .chain(() -> pool.query(STALE).execute())
        .invoke(rows -> stale = rows.iterator().next().getLong("stale"))
        .replaceWithVoid();
  }

  private boolean isConfigured(String name) {
    return sources.stream().anyMatch(source -> source.name().equals(name));
  }

  private static Uni<Void> failed(String what, Throwable failure) {
    LOG.warnf("%s did not come to its end: %s", what, failure.getClass().getSimpleName());
    LOG.debug("the reconciliation did not come to its end", failure);
    return Uni.createFrom().voidItem();
  }
}
