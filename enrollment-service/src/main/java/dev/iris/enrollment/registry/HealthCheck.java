package dev.iris.enrollment.registry;

import dev.iris.enrollment.prometheus.ComponentProof;
import dev.iris.enrollment.prometheus.Placement;
import dev.iris.enrollment.prometheus.Proof;
import dev.iris.enrollment.prometheus.TargetException;
import dev.iris.enrollment.prometheus.Targets;
import dev.iris.enrollment.prometheus.Verdict.Broken;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Looks whether samples of a monitored host arrive, and has the host's row say so: broken after several misses in a row, well after
 * one sample. While a Prometheus cannot be asked, nothing is known and nothing changes.
 */
@ApplicationScoped
class HealthCheck {

  private static final Logger LOG = Logger.getLogger(HealthCheck.class);

  private final Hosts hosts;
  private final HealthChecks checks;
  private final HealthConfig config;
  private final Targets targets;
  private final Proof proof;
  private final Transactions transactions;
  private final Pool pool;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  HealthCheck(
      Hosts hosts,
      HealthChecks checks,
      HealthConfig config,
      Targets targets,
      Proof proof,
      Transactions transactions,
      Pool pool) {
    this.hosts = hosts;
    this.checks = checks;
    this.config = config;
    this.targets = targets;
    this.proof = proof;
    this.transactions = transactions;
    this.pool = pool;
  }

  /** Looks at a host that was claimed. */
  Uni<Void> look(HostId id) {
    return targets
        .places(pool, id.value())
        .chain(places -> Uni.createFrom().item(() -> proofs(places)).runSubscriptionOn(threads))
        .chain(proofs -> judge(id, proofs));
  }

  /** Looks at some hosts at the same time. */
  Uni<Void> look(List<HostId> ids) {
    return Multi.createFrom()
        .iterable(ids)
        .onItem()
        .transformToUni(
            id ->
                look(id)
                    .onFailure()
                    .invoke(failure -> LOG.warnf("host %s was not looked at: %s", id, failure))
                    .onFailure()
                    .recoverWithNull())
        .merge(config.concurrency())
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private List<ComponentProof> proofs(List<Placement> places) {
    List<ComponentProof> proofs = new ArrayList<>();
    for (Placement place : places) {
      try {
        proofs.addAll(proof.nowadays(place.instance(), place.host()));
      } catch (TargetException e) {
        LOG.debugf("nobody knows where to ask for %s: %s", place.host().hostId(), e.code());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped", e);
      }
    }
    return proofs;
  }

  private Uni<Void> judge(HostId id, List<ComponentProof> proofs) {
    Optional<Broken> broken =
        proofs.stream()
            .map(ComponentProof::verdict)
            .filter(Broken.class::isInstance)
            .map(Broken.class::cast)
            .findFirst();
    if (broken.isPresent()) {
      return missed(id, broken.get());
    }
    boolean proven = !proofs.isEmpty() && proofs.stream().allMatch(ComponentProof::proven);
    return proven ? arrived(id) : Uni.createFrom().voidItem();
  }

  private Uni<Void> missed(HostId id, Broken broken) {
    return transactions.run(
        transaction ->
            checks
                .missed(transaction.sql(), id)
                .chain(
                    misses ->
                        misses < config.misses()
                            ? Uni.createFrom().voidItem()
                            : hosts
                                .change(
                                    transaction,
                                    id,
                                    (host, now) ->
                                        host.broken(
                                            new Breakage(
                                                broken.segment().text(),
                                                broken.code(),
                                                broken.remedy(),
                                                now),
                                            now))
                                .replaceWithVoid()));
  }

  private Uni<Void> arrived(HostId id) {
    return transactions.run(
        transaction ->
            checks
                .arrived(transaction.sql(), id)
                .chain(() -> hosts.change(transaction, id, Host::proven))
                .replaceWithVoid());
  }
}
