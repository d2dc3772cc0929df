package dev.iris.enrollment.prometheus;

import dev.iris.outbox.Transactions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * What each Prometheus is to scrape. Its methods block, so they are for virtual threads; of several replicas one at a time changes a
 * host's targets. They fail with {@link TargetException}, and then leave row and file as they were.
 */
@Singleton
public final class Targets {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Instances instances;
  private final Transactions transactions;
  private final TargetFiles files;
  private final InstantSource clock;

  Targets(Instances instances, Transactions transactions, TargetFiles files, InstantSource clock) {
    this.instances = instances;
    this.transactions = transactions;
    this.files = files;
    this.clock = clock;
  }

  /** Has a Prometheus scrape a host like this from now on; false if nothing had to be changed for that. */
  public boolean write(String instance, HostTargets host) {
    Instance prometheus = instances.require(instance);
    return transactions
        .run(
            transaction ->
                TargetStore.put(transaction.sql(), instance, host, clock.instant())
                    .chain(
                        changed ->
                            files
                                .follow(prometheus, List.of(new TargetStore.Kept(host, false)))
                                .map(followed -> changed || followed > 0)))
        .await()
        .atMost(PATIENCE);
  }

  /**
   * Has a Prometheus scrape a host no more; false if it did not. The file is renamed to {@code ….deleted.<time>} and stays: the
   * folder is an audit trail.
   */
  public boolean retire(String instance, UUID host) {
    Instance prometheus = instances.require(instance);
    return transactions
        .run(
            transaction ->
                TargetStore.retire(transaction.sql(), instance, host, clock.instant())
                    .chain(
                        changed ->
                            TargetStore.lock(transaction.sql(), instance, host)
                                .chain(rows -> files.follow(prometheus, rows))
                                .map(followed -> changed || followed > 0)))
        .await()
        .atMost(PATIENCE);
  }

  /** What people wrote of this host by hand: to be shown in a plan. */
  public List<FoundTarget> found(String instance, HostTargets host) {
    return files.found(instances.require(instance), host).await().atMost(PATIENCE);
  }

  /**
   * Takes what people wrote of this host out of their files, keeping each file as it was as {@code ….adopted.<time>}. To be called
   * after {@link #write}, so that there is no time in which nobody scrapes the host.
   *
   * @return what it was
   */
  public List<FoundTarget> adopt(String instance, HostTargets host) {
    Instance prometheus = instances.require(instance);
    return transactions
        .run(
            transaction ->
                TargetStore.lockFolder(transaction.sql(), instance)
                    .chain(() -> files.adopt(prometheus, host)))
        .await()
        .atMost(PATIENCE);
  }
}
