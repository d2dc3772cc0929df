package dev.iris.enrollment.registry;

import dev.iris.enrollment.prometheus.HostTargets;
import dev.iris.enrollment.prometheus.ScrapedComponent;
import dev.iris.enrollment.prometheus.Targets;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hosts and what each Prometheus is told of them in step: both change in one transaction, in which the host's row is locked
 * first. Fails with {@link dev.iris.enrollment.prometheus.TargetException} where targets cannot be written; then nothing changed.
 */
@ApplicationScoped
public class Roster {

  private final Hosts hosts;
  private final Targets targets;

  Roster(Hosts hosts, Targets targets) {
    this.hosts = hosts;
    this.targets = targets;
  }

  /**
   * How a host is to be monitored.
   *
   * @param hostname what people call it; as before where it is null
   * @param labels as before where they are null
   * @param instance the Prometheus that is to scrape it
   */
  public record Wish(
      @Nullable String hostname,
      @Nullable Map<String, String> labels,
      String instance,
      List<ScrapedComponent> components) {

    public Wish {
      components = List.copyOf(components);
    }

    /** The host's name, then. */
    public String hostname(Host host) {
      return hostname == null ? host.hostname() : hostname;
    }

    /** The host's labels, then. */
    public Map<String, String> labels(Host host) {
      return labels == null ? host.labels() : labels;
    }

    /** What Prometheus is told of the host, then. */
    public HostTargets targets(Host host) {
      return new HostTargets(
          host.id().value(), host.address(), hostname(host), labels(host), components);
    }
  }

  /**
   * Has a host monitored like this.
   *
   * @param by whose key asked for it
   * @return whether anything was otherwise before
   */
  public Uni<Boolean> register(Transaction transaction, HostId id, Wish wish, String by) {
    return hosts
        .change(
            transaction,
            id,
            (host, now) -> host.registered(wish.hostname(host), wish.labels(host), by, now))
        .map(Optional::orElseThrow)
        .chain(
            change ->
                targets
                    .place(transaction, wish.instance(), wish.targets(change.after()))
                    .map(placed -> placed || isOther(change)));
  }

  private static boolean isOther(Hosts.Change change) {
    return !change.before().hostname().equals(change.after().hostname())
        || !change.before().labels().equals(change.after().labels());
  }

  /** Says of a host whether its samples were proven to arrive. */
  public Uni<Void> settle(Transaction transaction, HostId id, boolean proven) {
    return hosts
        .change(transaction, id, (host, now) -> proven ? host.proven(now) : host.unproven(now))
        .replaceWithVoid();
  }

  /** Gives a host other labels, and its targets with it. */
  Uni<Optional<Host>> relabel(
      Transaction transaction, HostId id, UnaryOperator<Map<String, String>> labels) {
    return hosts
        .change(transaction, id, (host, now) -> host.relabelled(labels.apply(host.labels()), now))
        .map(found -> found.map(Hosts.Change::after))
        .call(
            found ->
                found
                    .map(host -> targets.relabel(transaction, id.value(), host.labels()))
                    .orElseGet(() -> Uni.createFrom().item(false)));
  }

  /** Has a host monitored no more; answers whether it was. */
  public Uni<Boolean> retire(Transaction transaction, HostId id) {
    return hosts
        .change(transaction, id, Host::decommissioned)
        .map(Optional::orElseThrow)
        .chain(
            change ->
                targets.retire(transaction, id.value()).map(retired -> retired || change.any()));
  }
}
