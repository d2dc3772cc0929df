package dev.iris.web.access;

import dev.iris.web.Caller;
import dev.iris.web.IrisProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Every request needs a key whose role may do what it asks. Health and metrics are open to this machine. */
final class KeyedPolicy implements AccessPolicy {

  private static final Logger LOG = Logger.getLogger(KeyedPolicy.class);
  private static final String BEARER = "bearer ";

  private final KeyRing keys;
  private final OperationsTable operations;

  KeyedPolicy(KeyRing keys, OperationsTable operations) {
    this.keys = keys;
    this.operations = operations;
  }

  @Override
  public Optional<IrisProblem> refusal(RoutingContext request) {
    if (isProbe(request) || isOpen(request)) {
      return Optional.empty();
    }
    Optional<String> text = keyText(request.request());
    if (text.isEmpty()) {
      return unauthorized(
          request,
          "Bearer realm=\"iris\"",
          "key-required",
          "Send a key: Authorization: Bearer iris_…");
    }
    Optional<ApiKey> key = keys.find(text.get());
    if (key.isEmpty()) {
      return unauthorized(
          request,
          "Bearer realm=\"iris\", error=\"invalid_token\"",
          "key-unknown",
          "The key is not known, or no longer.");
    }
    return forbidden(request, key.get());
  }

  private Optional<IrisProblem> forbidden(RoutingContext request, ApiKey key) {
    String method = request.request().method().name();
    var operation = operations.find(method, request.normalizedPath());
    if (operation.isPresent() && operation.get().roles().contains(key.role())) {
      new Caller(key.id(), key.role()).noteIn(request);
      return Optional.empty();
    }
    String asked =
        operation
            .map(found -> found.method() + " " + found.path())
            .orElse("an operation without an entry");
    LOG.infof("key %s (%s) was refused %s", key.id(), key.role().text(), asked);
    return Optional.of(
        operation.isPresent()
            ? IrisProblem.of(
                403, "role-insufficient", "The role " + key.role().text() + " may not do this.")
            : IrisProblem.of(
                403, "operation-unlisted", "There is no such operation for holders of keys."));
  }

  private static Optional<IrisProblem> unauthorized(
      RoutingContext request, String challenge, String code, String detail) {
    request.response().putHeader("WWW-Authenticate", challenge);
    return Optional.of(IrisProblem.of(401, code, detail));
  }

  private boolean isOpen(RoutingContext request) {
    return operations
        .find(request.request().method().name(), request.normalizedPath())
        .filter(OperationsTable.Operation::open)
        .isPresent();
  }

  /** A probe or a scraper beside the service; neither learns anything about alerts. */
  private static boolean isProbe(RoutingContext request) {
    String method = request.request().method().name();
    String path = request.normalizedPath();
    return (method.equals("GET") || method.equals("HEAD"))
        && (path.equals("/q/metrics") || path.equals("/q/health") || path.startsWith("/q/health/"))
        && Loopback.isAddress(request.request().connection().remoteAddress().hostAddress());
  }

  private static Optional<String> keyText(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(request.getHeader("X-API-Key")).map(String::strip);
  }
}
