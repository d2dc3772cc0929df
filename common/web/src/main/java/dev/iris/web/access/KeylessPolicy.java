package dev.iris.web.access;

import dev.iris.web.IrisProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Without keys: this machine only. A browser on this machine is the danger, as any page may make it send requests here; so
 * the Host must be ours, no other origin may ask, and what changes something must be of a kind that no form can send: JSON, or a
 * file of hosts as CSV or YAML.
 */
final class KeylessPolicy implements AccessPolicy {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** No form of a page can send these, nor a script of another origin without asking first. */
  private static final Set<String> UPLOADS =
      Set.of("application/json", "application/yaml", "text/csv");

  @Override
  public Optional<IrisProblem> refusal(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!Loopback.isAddress(request.connection().remoteAddress().hostAddress())) {
      return refused(
          "loopback-only",
          "Without keys Iris answers this machine only. Create a key: ./iris keys create");
    }
    String host = host(request);
    if (!Loopback.isHostHeader(host)) {
      return refused(
          "host-refused", "Without keys Iris answers to localhost, 127.0.0.1 and [::1] only.");
    }
    if (!request.headers().getAll(HttpHeaders.ORIGIN).stream()
        .allMatch(origin -> Loopback.isSameOrigin(origin, host))) {
      return refused("origin-refused", "Without keys Iris serves no page of another origin.");
    }
    if (!READING.contains(request.method().name()) && !isHarmless(request)) {
      return Optional.of(
          IrisProblem.of(415, "json-required", "Without keys Iris takes only JSON, CSV and YAML."));
    }
    return Optional.empty();
  }

  private static Optional<IrisProblem> refused(String code, String detail) {
    return Optional.of(IrisProblem.of(403, code, detail));
  }

  /** The one host the request names; empty text, which is no host, if there are none or several. */
  private static String host(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(HttpHeaders.HOST);
    if (headers.isEmpty() && request.authority() != null) {
      return request.authority().toString();
    }
    return headers.size() == 1 ? headers.getFirst() : "";
  }

  private static boolean isHarmless(HttpServerRequest request) {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (contentType == null) {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      return !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
          && (length == null || length.equals("0"));
    }
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return UPLOADS.contains(mediaType)
        || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
  }
}
