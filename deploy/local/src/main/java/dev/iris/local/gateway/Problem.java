package dev.iris.local.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** An error of the gateway's own, as {@code application/problem+json} (RFC 9457), shaped as the services' errors are. */
public record Problem(int status, String code, String title, String detail) {

  /** The media type. */
  public static final String TYPE = "application/problem+json";

  static final Problem NOT_FOUND =
      new Problem(404, "not-found", "Not found", "Nothing of Iris is at this path.");
  static final Problem UNAVAILABLE =
      new Problem(
          503,
          "service-unavailable",
          "Temporarily unavailable",
          "No replica of the service answers. Try again soon.");
  static final Problem BROKEN =
      new Problem(
          502, "service-broke-off", "Bad gateway", "The service broke off before it had answered.");
  static final Problem SLOW =
      new Problem(504, "service-timeout", "Gateway timeout", "The service did not answer in time.");
  static final Problem FOREIGN_CALLER =
      new Problem(
          403, "loopback-only", "Not allowed", "Without keys Iris answers this machine only.");
  static final Problem FOREIGN_HOST =
      new Problem(
          403,
          "host-refused",
          "Not allowed",
          "Without keys Iris answers to localhost, 127.0.0.1 and [::1] only.");
  static final Problem FOREIGN_ORIGIN =
      new Problem(
          403,
          "origin-refused",
          "Not allowed",
          "Without keys Iris serves no page of another origin.");
  static final Problem KEY_REQUIRED =
      new Problem(
          401, "key-required", "A key is required", "Send a key: Authorization: Bearer iris_…");
  static final Problem WRONG_ROLE =
      new Problem(403, "role-insufficient", "Not allowed", "The role of this key may not do this.");

  /** The JSON of it, for a request at that path. */
  public Buffer body(@Nullable String path) {
    return new JsonObject()
        .put("type", "urn:iris:problem:" + code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("instance", path)
        .put("code", code)
        .toBuffer();
  }

  /** Answers a request with it; does nothing if an answer has begun. */
  public void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (response.headWritten() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", TYPE)
        .putHeader("Cache-Control", "no-store");
    if (status == UNAVAILABLE.status()) {
      response.putHeader("Retry-After", "1");
    }
    response.end(body(request.path()));
  }
}
