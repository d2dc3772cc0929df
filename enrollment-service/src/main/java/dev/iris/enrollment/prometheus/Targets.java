package dev.iris.enrollment.prometheus;

import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

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
  private final TargetsConfig config;
  private final InstantSource clock;

  Targets(
      Instances instances,
      Transactions transactions,
      TargetFiles files,
      TargetsConfig config,
      InstantSource clock) {
    this.instances = instances;
    this.transactions = transactions;
    this.files = files;
    this.config = config;
    this.clock = clock;
  }

  /** Has a Prometheus scrape a host like this from now on; false if nothing had to be changed for that. */
  public boolean write(String instance, HostTargets host) {
    return transactions
        .run(transaction -> write(transaction, instance, host))
        .await()
        .atMost(PATIENCE);
  }

  /**
   * The same in a transaction, after which no other Prometheus scrapes the host. What files say before the commit is mended if that
   * never comes.
   */
  public Uni<Boolean> place(Transaction transaction, String instance, HostTargets host) {
    return write(transaction, instance, host)
        .chain(
            changed ->
                eachPlace(
                        transaction,
                        host.hostId(),
                        place ->
                            place.instance().equals(instance)
                                ? Uni.createFrom().item(false)
                                : retire(transaction, place.instance(), host.hostId()))
                    .map(others -> changed || others));
  }

  /** Has everybody who scrapes a host do so with these labels, in a transaction. */
  public Uni<Boolean> relabel(Transaction transaction, UUID host, Map<String, String> labels) {
    return eachPlace(
        transaction,
        host,
        place -> write(transaction, place.instance(), place.host().relabelled(labels)));
  }

  /** Has nobody scrape a host any more, in a transaction; see {@link #retire(String, UUID)}. */
  public Uni<Boolean> retire(Transaction transaction, UUID host) {
    return eachPlace(transaction, host, place -> retire(transaction, place.instance(), host));
  }

  /**
   * Has a Prometheus scrape a host no more; false if it did not. The file is renamed to {@code ….deleted.<time>} and stays: the
   * folder is an audit trail.
   */
  public boolean retire(String instance, UUID host) {
    instances.require(instance);
    return transactions
        .run(transaction -> retire(transaction, instance, host))
        .await()
        .atMost(PATIENCE);
  }

  /** Where a host is scraped now, and as what. */
  public Uni<List<Placement>> places(SqlClient sql, UUID host) {
    return TargetStore.places(sql, host);
  }

  /** Fails if an instance can not be given targets: it is not configured, or its folder can not be written. */
  public void requireReady(String instance) {
    files.requireWritable(instances.require(instance)).await().atMost(PATIENCE);
  }

  /** What {@link #write} would have Prometheus read: JSON. */
  public String preview(HostTargets host) {
    return new String(
        TargetGroup.json(TargetGroup.of(host, config.componentPath())), StandardCharsets.UTF_8);
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

  private Uni<Boolean> write(Transaction transaction, String instance, HostTargets host) {
    Instance prometheus = instances.require(instance);
    return TargetStore.put(transaction.sql(), instance, host, clock.instant())
        .chain(
            changed ->
                files
                    .follow(prometheus, List.of(new TargetStore.Kept(host, false)))
                    .map(followed -> changed || followed > 0));
  }

  /** An instance that is not configured any more keeps its files: nobody knows where they are. */
  private Uni<Boolean> retire(Transaction transaction, String instance, UUID host) {
    return TargetStore.retire(transaction.sql(), instance, host, clock.instant())
        .chain(
            changed ->
                TargetStore.lock(transaction.sql(), instance, host)
                    .chain(rows -> follow(instance, rows))
                    .map(followed -> changed || followed > 0));
  }

  private Uni<Integer> follow(String instance, List<TargetStore.Kept> rows) {
    return instances
        .find(instance)
        .map(prometheus -> files.follow(prometheus, rows))
        .orElseGet(() -> Uni.createFrom().item(0));
  }

  private static Uni<Boolean> eachPlace(
      Transaction transaction, UUID host, Function<Placement, Uni<Boolean>> change) {
    return TargetStore.places(transaction.sql(), host)
        .onItem()
        .transformToMulti(places -> Multi.createFrom().iterable(places))
        .onItem()
        .transformToUniAndConcatenate(place -> change.apply(place))
        .collect()
        .asList()
        .map(changes -> changes.contains(true));
  }
}
