package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.TargetStore.Kept;
import dev.iris.outbox.Background;
import dev.iris.outbox.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Writes files again that somebody deleted or changed, and renames those of retired hosts that came back. One replica at a time looks
 * at a folder; each row is looked at again under its lock before its file is touched.
 */
@Singleton
final class TargetRepair {

  private static final Logger LOG = Logger.getLogger(TargetRepair.class);

  private final Instances instances;
  private final Transactions transactions;
  private final TargetFiles files;
  private final TargetsConfig config;
  private final Pool pool;

  TargetRepair(
      Instances instances,
      Transactions transactions,
      TargetFiles files,
      TargetsConfig config,
      Pool pool) {
    this.instances = instances;
    this.transactions = transactions;
    this.files = files;
    this.config = config;
    this.pool = pool;
  }

  void start(@Observes StartupEvent started, Background background, InstantSource clock) {
    for (Instance instance : instances.all()) {
      if (instance.folder().isPresent()) {
        background.every(
            config.repairInterval(),
            "the comparison of target files with rows, prometheus=" + instance.name(),
            () -> inTurn(instance, clock));
      }
    }
  }

  private Uni<Void> inTurn(Instance instance, InstantSource clock) {
    return transactions
        .run(
            transaction ->
                TargetStore.claim(
                    transaction.sql(), instance.name(), clock.instant(), config.repairInterval()))
        .chain(mine -> mine ? repair(instance) : Uni.createFrom().voidItem());
  }

  /** Looks at every row of an instance. */
  Uni<Void> repair(Instance instance) {
    return TargetStore.all(pool, instance.name())
        .chain(rows -> files.unfollowed(instance, rows))
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .onItem()
        .transformToUniAndConcatenate(row -> repair(instance, row))
        .collect()
        .asList()
        .invoke(repaired -> log(instance, repaired))
        .replaceWithVoid();
  }

  private Uni<Integer> repair(Instance instance, Kept row) {
    return transactions.run(
        transaction ->
            TargetStore.lock(transaction.sql(), instance.name(), row.host().hostId())
                .chain(rows -> files.follow(instance, rows)));
  }

  private static void log(Instance instance, List<Integer> repaired) {
    int files = repaired.stream().mapToInt(Integer::intValue).sum();
    if (files > 0) {
      LOG.warnf(
          "target files were not as Iris had left them, and are again prometheus=%s files=%d",
          instance.name(), files);
    }
  }
}
