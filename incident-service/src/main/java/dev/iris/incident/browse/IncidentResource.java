package dev.iris.incident.browse;

import dev.iris.incident.http.Parameters;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Incidents, for anybody who may read. Not cancellable: Hibernate Reactive does not bear a caller that hangs up. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
public class IncidentResource {

  private final Timeline timeline;

  IncidentResource(Timeline timeline) {
    this.timeline = timeline;
  }

  /** The incidents that pass all filters, the latest first. */
  @GET
  @Cancellable(false)
  @WithSession
  @Operation(summary = "List incidents, the latest first")
  public Uni<Page<IncidentItem>> list(@BeanParam IncidentFilters filters) {
    int limit = Limit.parse(filters.limit);
    return IncidentQuery.of(filters)
        .find()
        .range(0, limit)
        .list()
        .map(found -> Page.of(found, limit, IncidentQuery::cursor).map(IncidentItem::of));
  }

  /** One incident. */
  @GET
  @Path("{id}")
  @Cancellable(false)
  @WithSession
  @Operation(summary = "One incident with its timeline and its episodes")
  @APIResponse(responseCode = "200")
  @APIResponse(responseCode = "404", description = "There is none with this id")
  public Uni<IncidentDetail> one(@PathParam("id") String text) {
    Parameters parameters = new Parameters();
    @Nullable UUID id = parameters.id("id", text);
    parameters.check();
    if (id == null) {
      throw notFound();
    }
    return IncidentEntity.<IncidentEntity>findById(id)
        .onItem()
        .ifNull()
        .failWith(IncidentResource::notFound)
        .chain(this::detail);
  }

  private Uni<IncidentDetail> detail(IncidentEntity incident) {
    return Uni.combine()
        .all()
        .unis(timeline.of(incident.id), timeline.episodes(incident.id))
        .with(
            (entries, episodes) ->
                new IncidentDetail(IncidentItem.of(incident), incident.flaps, entries, episodes));
  }

  private static IrisProblem notFound() {
    return IrisProblem.notFound("incident-unknown", "There is no incident with this id.");
  }
}
