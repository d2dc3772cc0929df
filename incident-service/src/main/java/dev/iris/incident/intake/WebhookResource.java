package dev.iris.incident.intake;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where Alertmanager posts. All peers of a cluster use the same source. */
@Path("/webhooks/alertmanager")
@Consumes(MediaType.APPLICATION_JSON)
public class WebhookResource {

  private static final String DEFAULT_SOURCE = "default";

  private final Reception reception;

  WebhookResource(Reception reception) {
    this.reception = reception;
  }

  /** Accepts a webhook of the source {@code default}. */
  @POST
  @Cancellable(false)
  @Operation(summary = "Accept an Alertmanager webhook (version 4)")
  @APIResponse(responseCode = "200", description = "It is stored durably")
  @APIResponse(
      responseCode = "400",
      description = "It is no webhook of version 4, or lists no alerts")
  @APIResponse(responseCode = "503", description = "It could not be stored; send it again")
  public Uni<Response> receive(byte[] body) {
    return receive(DEFAULT_SOURCE, body);
  }

  /** Accepts a webhook of a named source. */
  @POST
  @Path("{source}")
  @Cancellable(false)
  @Operation(summary = "Accept an Alertmanager webhook (version 4) of a named source")
  @APIResponse(responseCode = "200", description = "It is stored durably")
  @APIResponse(
      responseCode = "400",
      description = "It is no webhook of version 4, or lists no alerts")
  @APIResponse(responseCode = "403", description = "The source's name is Iris' own")
  @APIResponse(responseCode = "503", description = "It could not be stored; send it again")
  public Uni<Response> receive(@PathParam("source") String source, byte[] body) {
    return reception.receive(source, body).map(done -> Response.ok().build());
  }
}
