package dev.iris.incident.browse;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The two pages that links in messages lead to. They hold no data: a script asks the API and writes what it answers as text,
 * never as markup.
 */
@Path("/incidents")
public class PageResource {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "incidents.js", Asset.load("incidents.js", "text/javascript"),
          "incidents.css", Asset.load("incidents.css", "text/css"));
  private static final Asset PAGE = Asset.load("incidents.html", "text/html");

  private record Asset(byte[] bytes, String type) {

    static Asset load(String name, String type) {
      try (InputStream in =
          Objects.requireNonNull(PageResource.class.getResourceAsStream("/pages/" + name), name)) {
        return new Asset(in.readAllBytes(), type + ";charset=utf-8");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The list. */
  @GET
  @Operation(hidden = true)
  public Uni<Response> list() {
    return Uni.createFrom().item(respond(PAGE));
  }

  /** One incident; also the script and the style of both pages. */
  @GET
  @Path("{name}")
  @Operation(hidden = true)
  public Uni<Response> one(@PathParam("name") String name) {
    return Uni.createFrom().item(respond(ASSETS.getOrDefault(name, PAGE)));
  }

  private static Response respond(Asset asset) {
    return Response.ok(asset.bytes(), asset.type())
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .build();
  }
}
