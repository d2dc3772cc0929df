package dev.iris.outbox;

import dev.iris.web.Cursor;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Lets operators see the stream entries that a service could not handle, and give them back once the cause is gone. */
@Path("/api/v1/poison/{service}")
@Produces(MediaType.APPLICATION_JSON)
public class PoisonResource {

  private static final String SUFFIX = "-service";

  private final PoisonTable poison;
  private final String service;

  PoisonResource(PoisonTable poison, @ConfigProperty(name = "iris.service") String service) {
    this.poison = poison;
    this.service = service;
  }

  /** The entries, the newest first, replayed ones too. */
  @GET
  public Uni<Page<PoisonEntry>> list(
      @PathParam("service") String name,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    requireThis(name);
    int size = Limit.parse(limit);
    UUID olderThan =
        cursor == null ? null : Cursor.parse(Cursor.decode(cursor, 1).getFirst(), UUID::fromString);
    return poison
        .list(olderThan, size + 1)
        .map(items -> Page.of(items, size, last -> Cursor.encode(last.id().toString())));
  }

  /** Gives an entry back to its stream. Doing it twice does no harm: consumers know the event by its id. */
  @POST
  @Path("/{id}/replay")
  @Cancellable(false)
  public Uni<PoisonEntry> replay(@PathParam("service") String name, @PathParam("id") String id) {
    requireThis(name);
    return parse(id)
        .map(poison::replay)
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
        .map(entry -> entry.orElseThrow(() -> notFound("No entry with this id can be replayed.")));
  }

  /** Every service has a table of its own; what a path of another one brings here is not found. */
  private void requireThis(String name) {
    if (!name.equals(service) && !name.equals(service + SUFFIX)) {
      throw notFound("This service is called " + service + ".");
    }
  }

  private static Optional<UUID> parse(String id) {
    try {
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static IrisProblem notFound(String detail) {
    return IrisProblem.notFound("poison-not-found", detail);
  }
}
