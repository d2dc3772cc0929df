package dev.iris.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Fails in every way that a resource can. */
@Path("/api/v1/samples")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SampleResource {

  @RegisterForReflection
  public record Part(@Positive int size, @Nullable Instant at) {

    public Part {
      if (size == 13) {
        throw IrisProblem.badRequest("unlucky", "Thirteen is taken.");
      }
      if (size == 14) {
        throw new IllegalStateException("secret of the constructor");
      }
    }
  }

  public record Sample(@NotBlank String name, @NotNull List<@Valid Part> parts) {}

  @GET
  public Page<String> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("from") @Nullable Instant from) {
    return new Page<>(List.of("limit " + Limit.parse(limit)), null);
  }

  @POST
  public Sample create(@Valid @NotNull Sample sample) {
    return sample;
  }

  @GET
  @Path("/{id}")
  public String one(@RestPath long id) {
    throw IrisProblem.notFound("sample-not-found", "There is no sample " + id + ".");
  }

  @GET
  @Path("/failing/now")
  public Uni<String> failing() {
    return Uni.createFrom().failure(new IllegalStateException("secret: password=hunter2"));
  }

  @GET
  @Path("/failing/away")
  public Uni<String> away() {
    return Uni.createFrom()
        .failure(new RuntimeException(new java.net.ConnectException("secret address")));
  }
}
