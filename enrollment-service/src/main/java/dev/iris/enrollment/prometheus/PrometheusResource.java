package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.TargetStore.Kept;
import dev.iris.web.IrisProblem;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The Prometheus servers, and what each of them is to scrape. */
@Path("/api/v1/prometheus")
@Produces(MediaType.APPLICATION_JSON)
class PrometheusResource {

  private final Instances instances;
  private final Inspection inspection;
  private final TargetsConfig config;
  private final Pool pool;

  PrometheusResource(Instances instances, Inspection inspection, TargetsConfig config, Pool pool) {
    this.instances = instances;
    this.inspection = inspection;
    this.config = config;
    this.pool = pool;
  }

  /** All instances; there are few. */
  @GET
  @Operation(summary = "List the Prometheus servers, and whether each answers")
  public Uni<Page<InstanceView>> list() {
    return inspection.instances().map(views -> new Page<>(views, null));
  }

  /** All targets of one instance, as {@code http_sd_configs} read them. */
  @GET
  @Path("{instance}/targets")
  @Operation(summary = "What a Prometheus is to scrape: HTTP service discovery")
  public Uni<Response> targets(@PathParam("instance") String name, @Context Request request) {
    Instance instance = require(name);
    return TargetStore.all(pool, instance.name()).map(rows -> answer(rows, request));
  }

  /** What the instance is to scrape of a host, and what it says about that now. */
  @GET
  @Path("{instance}/targets/{hostId}")
  @Operation(summary = "Verify that samples of a host arrive")
  public Uni<HostView> host(@PathParam("instance") String name, @PathParam("hostId") String id) {
    Instance instance = require(name);
    return TargetStore.find(pool, instance.name(), hostId(id))
        .chain(
            rows ->
                rows.stream()
                    .filter(row -> !row.retired())
                    .findFirst()
                    .map(row -> inspection.host(instance, row.host()))
                    .orElseThrow(PrometheusResource::unknown));
  }

  private static UUID hostId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static IrisProblem unknown() {
    return IrisProblem.notFound(
        "target-unknown", "This Prometheus is not to scrape a host of this id.");
  }

  private Response answer(List<Kept> rows, Request request) {
    byte[] json =
        TargetGroup.json(
            rows.stream()
                .filter(row -> !row.retired())
                .flatMap(row -> TargetGroup.of(row.host(), config.componentPath()).stream())
                .toList());
    EntityTag tag = new EntityTag(digest(json));
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return unchanged == null
        ? Response.ok(json, MediaType.APPLICATION_JSON).tag(tag).build()
        : unchanged.build();
  }

  private Instance require(String name) {
    try {
      return instances.require(name);
    } catch (TargetException e) {
      throw IrisProblem.notFound(e.code(), e.remedy());
    }
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
