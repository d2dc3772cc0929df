package dev.iris.local.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.local.gateway.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** How the inbox answers over HTTP. */
final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  static void json(RoutingContext context, Object value) {
    try {
      json(context, Buffer.buffer(JSON.writeValueAsBytes(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("must be writable", e);
    }
  }

  static void json(RoutingContext context, Buffer json) {
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(json);
  }

  static void problem(
      RoutingContext context, int status, String code, String title, String detail) {
    new Problem(status, code, title, detail).answer(context.request());
  }

  static void notFound(RoutingContext context) {
    problem(context, 404, "not-found", "Not found", "There is no such message.");
  }

  static void invalid(RoutingContext context, String detail) {
    problem(context, 400, "request-invalid", "The request is not valid", detail);
  }
}
