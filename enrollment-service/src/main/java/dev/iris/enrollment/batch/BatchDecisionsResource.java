package dev.iris.enrollment.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.web.Caller;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What people decide about a batch. */
@Path("/api/v1/batches/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class BatchDecisionsResource {

  private final BatchDecisions decisions;
  private final BatchRetry retry;
  private final BatchDirectory directory;

  BatchDecisionsResource(BatchDecisions decisions, BatchRetry retry, BatchDirectory directory) {
    this.decisions = decisions;
    this.retry = retry;
    this.directory = directory;
  }

  @POST
  @Path("/cancel")
  @Cancellable(false)
  public Uni<BatchView.Detail> cancel(@PathParam("id") String id) {
    BatchId batch = BatchId.of(id);
    return decisions.cancel(batch).chain(() -> directory.get(batch));
  }

  /** Does it again for the hosts that failed or were cancelled. */
  @POST
  @Path("/retry")
  @Cancellable(false)
  public Uni<BatchView.Detail> retry(@PathParam("id") String id, @Nullable JsonNode body) {
    BatchId batch = BatchId.of(id);
    return retry.retry(batch, body).chain(() -> directory.get(batch));
  }

  /** The keys that wait for somebody to say whether they are the right ones. */
  @GET
  @Path("/host-keys")
  public Uni<Page<ShownKey>> hostKeys(
      @PathParam("id") String id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return directory.keys(BatchId.of(id), cursor, limit);
  }

  /** Approves or refuses keys that somebody saw, each by its fingerprint. */
  @POST
  @Path("/host-keys")
  @Cancellable(false)
  public Uni<BatchDecisions.Outcome> decide(
      @PathParam("id") String id, @Nullable JsonNode body, RoutingContext request) {
    KeyVerdict verdict = KeyVerdict.read(body);
    return decisions.decide(BatchId.of(id), verdict, Caller.of(request).name());
  }
}
