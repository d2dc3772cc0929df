package dev.iris.local.gateway;

import dev.iris.local.keys.ApiKey;
import dev.iris.local.keys.KeyFile;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may come in. Without keys: this machine only, and no page of another origin (a browser on this machine would send its
 * requests too). With keys: anybody may knock, the services ask for keys themselves, and the inbox is asked for here.
 */
final class Admission {

  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final Set<ApiKey.Role> READERS =
      Set.of(ApiKey.Role.ADMIN, ApiKey.Role.OPERATOR, ApiKey.Role.VIEWER);
  private static final Set<ApiKey.Role> CHANGERS = Set.of(ApiKey.Role.ADMIN, ApiKey.Role.OPERATOR);

  private final KeyFile keys;

  Admission(KeyFile keys) {
    this.keys = keys;
  }

  /** Why a request is not let in at all. */
  Optional<Problem> refusal(HttpServerRequest request) {
    if (keys.inForce()) {
      return Optional.empty();
    }
    if (!isLoopback(request)) {
      return Optional.of(Problem.FOREIGN_CALLER);
    }
    HostAndPort host = request.authority();
    if (host == null || !isLoopbackName(host.host())) {
      return Optional.of(Problem.FOREIGN_HOST);
    }
    List<String> origins = request.headers().getAll("Origin");
    return origins.stream().allMatch(origin -> isSame(origin, host))
        ? Optional.empty()
        : Optional.of(Problem.FOREIGN_ORIGIN);
  }

  /** Why somebody may not see the inbox, or may not change it. */
  Optional<Problem> inboxRefusal(HttpServerRequest request, boolean changes) {
    if (!keys.inForce()) {
      return Optional.empty();
    }
    Optional<ApiKey> key = keyText(request).flatMap(keys::find);
    if (key.isEmpty()) {
      // Basic, because a browser can ask its user for that: any name, and the key as the password
      request
          .response()
          .putHeader("WWW-Authenticate", "Basic realm=\"Iris: any name, the key as password\"");
      return Optional.of(Problem.KEY_REQUIRED);
    }
    boolean allowed = (changes ? CHANGERS : READERS).contains(key.get().role());
    return allowed ? Optional.empty() : Optional.of(Problem.WRONG_ROLE);
  }

  /** Why a message is not taken: only the notifier of this machine sends any. */
  Optional<Problem> sinkRefusal(HttpServerRequest request) {
    return isLoopback(request) ? Optional.empty() : Optional.of(Problem.FOREIGN_CALLER);
  }

  private static boolean isLoopback(HttpServerRequest request) {
    return isLoopbackAddress(request.connection().remoteAddress().hostAddress());
  }

  private static boolean isLoopbackName(String host) {
    String name =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return name.equalsIgnoreCase("localhost") || isLoopbackAddress(name);
  }

  private static boolean isLoopbackAddress(String literal) {
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isSame(String origin, HostAndPort host) {
    try {
      URI uri = URI.create(origin.toLowerCase(Locale.ROOT));
      String authority = host.toString().toLowerCase(Locale.ROOT);
      return authority.equals(uri.getAuthority())
          && Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> keyText(HttpServerRequest request) {
    String authorization = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
    String scheme = authorization.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    if (scheme.startsWith(BASIC)) {
      return password(authorization.substring(BASIC.length()).strip());
    }
    return Optional.ofNullable(request.getHeader("X-API-Key")).map(String::strip);
  }

  private static Optional<String> password(String credentials) {
    try {
      String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return Optional.of(decoded.substring(decoded.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
