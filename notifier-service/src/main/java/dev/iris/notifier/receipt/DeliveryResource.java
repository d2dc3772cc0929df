package dev.iris.notifier.receipt;

import dev.iris.web.IrisProblem;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;

/** What became of deliveries. */
@Path("/api/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
class DeliveryResource {

  private final DeliveryLog log;

  DeliveryResource(DeliveryLog log) {
    this.log = log;
  }

  @GET
  public Uni<Page<DeliveryView>> list(@BeanParam DeliveryQuery query) {
    DeliveryFilter filter = DeliveryFilter.of(query);
    return log.list(filter)
        .map(
            found ->
                Page.of(
                    found,
                    filter.limit(),
                    last -> new DeliveryFilter.Position(last.createdAt(), last.id()).cursor()));
  }

  @GET
  @Path("/{id}")
  public Uni<DeliveryView.Detail> get(@PathParam("id") String id) {
    UUID deliveryId = id(id).orElseThrow(DeliveryResource::notFound);
    return log.find(deliveryId)
        .map(found -> found.orElseThrow(DeliveryResource::notFound))
        .chain(
            delivery ->
                log.attempts(deliveryId)
                    .map(receipts -> new DeliveryView.Detail(delivery, receipts)));
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static IrisProblem notFound() {
    return IrisProblem.notFound("delivery-not-found", "There is no delivery with this id.");
  }
}
