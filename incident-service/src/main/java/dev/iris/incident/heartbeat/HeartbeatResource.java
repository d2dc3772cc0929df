package dev.iris.incident.heartbeat;

import dev.iris.incident.http.Parameters;
import dev.iris.incident.intake.OwnAlerts;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import dev.iris.web.Cursor;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Which sources are watched, and the way to end that. */
@Path("/api/v1/heartbeats")
@Produces(MediaType.APPLICATION_JSON)
public class HeartbeatResource {

  private final Pool pool;
  private final Transactions transactions;
  private final OwnAlerts own;
  private final Clock clock;

  HeartbeatResource(Pool pool, Transactions transactions, OwnAlerts own, Clock clock) {
    this.pool = pool;
    this.transactions = transactions;
    this.own = own;
    this.clock = clock;
  }

  /**
   * A source that is watched.
   *
   * @param status {@code alive} or {@code absent}
   * @param watchdog what was last heard of its alert: {@code firing} or {@code resolved}
   * @param lastSeenAt when a firing one was last received
   * @param absentSince when its silence became an incident
   */
  public record HeartbeatItem(
      String source,
      String status,
      String watchdog,
      Instant lastSeenAt,
      @Nullable Instant absentSince) {}

  /** All sources that ever sent a Watchdog and were not forgotten. */
  @GET
  @Cancellable(false)
  @Operation(summary = "List the sources whose signs of life are watched")
  public Uni<Page<HeartbeatItem>> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    int most = Limit.parse(limit);
    String after = cursor == null || cursor.isEmpty() ? "" : Cursor.decode(cursor, 1).getFirst();
    return HeartbeatStore.page(pool, after, most + 1)
        .map(
            found ->
                Page.of(found, most, one -> Cursor.encode(one.source()))
                    .map(HeartbeatResource::item));
  }

  /** Forgets a source; it is watched again from its next Watchdog on. */
  @DELETE
  @Path("{source}")
  @Cancellable(false)
  @Operation(summary = "Stop watching a source that was taken out of service")
  @APIResponse(responseCode = "204", description = "It is forgotten; its incident, if any, ends")
  @APIResponse(responseCode = "404", description = "It is not watched")
  public Uni<Void> forget(@PathParam("source") String text) {
    Parameters parameters = new Parameters();
    @Nullable String source = parameters.text("source", text);
    parameters.check();
    if (source == null) {
      throw unknown();
    }
    return transactions.run(
        transaction ->
            HeartbeatStore.forget(transaction.sql(), source)
                .chain(found -> end(found, transaction)));
  }

  private Uni<Void> end(List<Heartbeat> found, Transaction transaction) {
    if (found.isEmpty()) {
      return Uni.createFrom().failure(HeartbeatResource::unknown);
    }
    Heartbeat one = found.getFirst();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return one.absentSince() == null
        ? Uni.createFrom().voidItem()
        : own.store(WatchdogAbsent.forgotten(one, now), transaction).replaceWithVoid();
  }

  private static HeartbeatItem item(Heartbeat one) {
    return new HeartbeatItem(
        one.source(), one.status(), one.watchdog(), one.lastSeenAt(), one.absentSince());
  }

  private static IrisProblem unknown() {
    return IrisProblem.notFound("heartbeat-unknown", "No source of this name is watched.");
  }
}
