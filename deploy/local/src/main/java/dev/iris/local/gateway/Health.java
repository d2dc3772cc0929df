package dev.iris.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of each part: {@code GET /health} answers 200 when all are up, else 503. Questions that come while one is being
 * answered share its answer. Used on one event loop only.
 */
final class Health {

  private static final long PATIENCE_MS = 2_000;

  private final Map<String, Supplier<Future<Void>>> parts = new LinkedHashMap<>();
  private @Nullable Future<JsonObject> running;

  Health(Vertx vertx, GatewayOptions options, Supplier<Future<Void>> inbox) {
    Probes probes = new Probes(vertx, PATIENCE_MS);
    parts.put("postgresql", () -> probes.postgresql(options.postgresql()));
    parts.put("redis", () -> probes.redis(options.redis()));
    options.upstreams().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            service -> {
              List<Address> replicas = service.getValue();
              for (int i = 0; i < replicas.size(); i++) {
                Address address = replicas.get(i);
                parts.put(
                    service.getKey() + (i == 0 ? "" : "-" + (i + 1)),
                    () -> probes.service(address));
              }
            });
    parts.put("inbox", inbox);
    parts.put("gateway", Future::succeededFuture);
  }

  void answer(HttpServerRequest request) {
    state()
        .onSuccess(
            state ->
                request
                    .response()
                    .setStatusCode(state.getString("status").equals("up") ? 200 : 503)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(state.toBuffer()));
  }

  /** {@code {"status": "up", "parts": {"redis": {"status": "up"}, …}}}. Never fails. */
  Future<JsonObject> state() {
    Future<JsonObject> shared = running;
    if (shared == null) {
      Future<JsonObject> fresh = ask();
      running = fresh.isComplete() ? null : fresh;
      fresh.onComplete(done -> running = null);
      return fresh;
    }
    return shared;
  }

  private Future<JsonObject> ask() {
    Map<String, Future<Void>> answers = new LinkedHashMap<>();
    parts.forEach((name, probe) -> answers.put(name, probe.get()));
    return Future.join(List.copyOf(answers.values()))
        .transform(done -> Future.succeededFuture(report(answers)));
  }

  private static JsonObject report(Map<String, Future<Void>> answers) {
    JsonObject parts = new JsonObject();
    answers.forEach((name, answer) -> parts.put(name, describe(answer)));
    boolean up = answers.values().stream().allMatch(Future::succeeded);
    return new JsonObject().put("status", up ? "up" : "down").put("parts", parts);
  }

  private static JsonObject describe(Future<Void> answer) {
    if (answer.succeeded()) {
      return new JsonObject().put("status", "up");
    }
    return new JsonObject()
        .put("status", "down")
        .put("reason", String.valueOf(answer.cause().getMessage()));
  }
}
