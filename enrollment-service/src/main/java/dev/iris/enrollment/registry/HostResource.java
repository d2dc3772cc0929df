package dev.iris.enrollment.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.enrollment.prometheus.LabelRules;
import dev.iris.enrollment.prometheus.TargetException;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import dev.iris.web.Caller;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Hosts for those who run Iris. */
@Path("/api/v1/hosts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class HostResource {

  private final Hosts hosts;
  private final HostDirectory directory;
  private final Roster roster;
  private final HostJobs jobs;
  private final Transactions transactions;
  private final Pool pool;

  HostResource(
      Hosts hosts,
      HostDirectory directory,
      Roster roster,
      HostJobs jobs,
      Transactions transactions,
      Pool pool) {
    this.hosts = hosts;
    this.directory = directory;
    this.roster = roster;
    this.jobs = jobs;
    this.transactions = transactions;
    this.pool = pool;
  }

  @GET
  public Uni<Page<HostView>> list(@BeanParam HostQuery query) {
    HostFilter filter = HostFilter.of(query);
    return directory
        .list(filter)
        .map(
            found ->
                Page.of(
                        found,
                        filter.limit(),
                        last ->
                            new HostFilter.Position(last.hostname(), last.id().value()).cursor())
                    .map(HostView::of));
  }

  @GET
  @Path("/{id}")
  public Uni<HostView.Detail> get(@PathParam("id") String id) {
    return hosts.find(pool, id(id)).map(HostResource::orNotFound).chain(this::detail);
  }

  /** Changes labels: those that are given, null taking one away; the others stay. */
  @PATCH
  @Path("/{id}")
  @Cancellable(false)
  public Uni<HostView.Detail> patch(@PathParam("id") String id, @Nullable JsonNode body) {
    JsonFields fields = JsonFields.of(body);
    Map<String, @Nullable String> given = fields.texts("labels", true);
    fields.throwIfAnyFault();
    HostId host = id(id);
    return transactions
        .run(
            transaction ->
                roster.relabel(transaction, host, present -> checked(merged(present, given))))
        .onFailure(TargetException.class)
        .transform(HostResource::unwritten)
        .map(HostResource::orNotFound)
        .chain(this::detail);
  }

  /**
   * Decommissions a host: it is scraped no more from now on, jobs for it end, and its keys are forgotten. On the host itself nothing
   * happens.
   */
  @DELETE
  @Path("/{id}")
  @Cancellable(false)
  public Uni<HostView.Detail> decommission(@PathParam("id") String id, RoutingContext request) {
    Caller caller = Caller.of(request);
    HostId host = id(id);
    return hosts
        .find(pool, host)
        .map(HostResource::orNotFound)
        .invoke(
            found -> {
              if (!caller.mayTouchWhatIsOf(found.enrolledBy())) {
                throw notFound();
              }
            })
        .chain(() -> transactions.run(transaction -> decommission(transaction, host)))
        .onFailure(TargetException.class)
        .transform(HostResource::unwritten)
        .chain(() -> hosts.find(pool, host))
        .map(HostResource::orNotFound)
        .chain(this::detail);
  }

  private Uni<Void> decommission(Transaction transaction, HostId host) {
    return jobs.end(transaction, host)
        .chain(() -> roster.retire(transaction, host))
        .chain(() -> hosts.forgetKeys(transaction.sql(), host));
  }

  /** Forgets a key, as when the host was installed anew: the next job waits for the approval of the one that it shows then. */
  @DELETE
  @Path("/{id}/host-keys/{fingerprint}")
  @Cancellable(false)
  public Uni<Void> forgetKey(
      @PathParam("id") String id, @PathParam("fingerprint") String fingerprint) {
    HostId host = id(id);
    if (!HostKey.isFingerprint(fingerprint)) {
      throw keyNotFound();
    }
    return hosts
        .forgetKey(pool, host, fingerprint)
        .invoke(
            known -> {
              if (!known) {
                throw keyNotFound();
              }
            })
        .replaceWithVoid();
  }

  private static Map<String, String> merged(
      Map<String, String> present, Map<String, @Nullable String> given) {
    Map<String, String> labels = new TreeMap<>(present);
    given.forEach(
        (name, value) -> {
          if (value == null) {
            labels.remove(name);
          } else {
            labels.put(name, value);
          }
        });
    return labels;
  }

  private static Map<String, String> checked(Map<String, String> labels) {
    List<FieldFault> faults =
        LabelRules.faults(labels).stream()
            .map(fault -> new FieldFault("labels." + fault.label(), fault.message()))
            .toList();
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
    return labels;
  }

  private Uni<HostView.Detail> detail(Host host) {
    return hosts.keys(pool, host.id()).map(keys -> new HostView.Detail(HostView.of(host), keys));
  }

  private static HostId id(String text) {
    try {
      return new HostId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  private static Host orNotFound(Optional<Host> found) {
    return found.orElseThrow(HostResource::notFound);
  }

  private static IrisProblem keyNotFound() {
    return IrisProblem.notFound("host-key-not-found", "The host has no key with this fingerprint.");
  }

  private static Throwable unwritten(Throwable failure) {
    return failure instanceof TargetException targets
        ? IrisProblem.unavailable(targets.code(), targets.remedy())
        : failure;
  }

  private static IrisProblem notFound() {
    return IrisProblem.notFound("host-not-found", "There is no host with this id.");
  }
}
