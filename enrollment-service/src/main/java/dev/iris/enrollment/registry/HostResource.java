package dev.iris.enrollment.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.enrollment.prometheus.LabelRules;
import dev.iris.outbox.Transactions;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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
  private final Transactions transactions;
  private final Pool pool;

  HostResource(Hosts hosts, HostDirectory directory, Transactions transactions, Pool pool) {
    this.hosts = hosts;
    this.directory = directory;
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
                hosts.relabel(transaction, host, present -> checked(merged(present, given))))
        .map(HostResource::orNotFound)
        .chain(this::detail);
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

  private static IrisProblem notFound() {
    return IrisProblem.notFound("host-not-found", "There is no host with this id.");
  }
}
