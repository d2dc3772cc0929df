package dev.iris.digest.planted.edge;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A resource that another feature uses, with one change that stops when its caller leaves. */
@Path("/planted")
public class EdgeResource {

  @GET
  public String read() {
    return "";
  }

  @POST
  public String stops() {
    return "";
  }

  @POST
  @Path("/finishes")
  @Cancellable(false)
  public String finishes() {
    return "";
  }
}
