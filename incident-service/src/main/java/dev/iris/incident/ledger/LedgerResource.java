package dev.iris.incident.ledger;

import dev.iris.incident.http.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The ledger, for anybody who may read. */
@Path("/api/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {

  private final Ledger ledger;
  private final LedgerConfig config;
  private final Clock clock;

  LedgerResource(Ledger ledger, LedgerConfig config, Clock clock) {
    this.ledger = ledger;
    this.config = config;
    this.clock = clock;
  }

  /** The ledger of the webhooks received in a window; without one of the last 24 hours. */
  @GET
  @Cancellable(false)
  @Operation(summary = "What became of every alert, every piece of news and every delivery")
  public Uni<LedgerReport> ledger(
      @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
    Parameters parameters = new Parameters();
    Instant end = Objects.requireNonNullElseGet(parameters.time("to", to), clock::instant);
    Instant start =
        Objects.requireNonNullElseGet(
            parameters.time("from", from), () -> end.minus(config.window()));
    if (start.isAfter(end)) {
      parameters.fault("from", "must not be after 'to'");
    }
    parameters.check();
    return ledger.of(new Window(start, end));
  }
}
