package dev.iris.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which service a path belongs to, read from a dynamic configuration of Traefik's file provider. Only rules of the form
 * {@code PathPrefix(`/a`) || PathPrefix(`/b`)} are understood; anything else is refused rather than misread. As in Traefik a
 * prefix is a prefix of the text, and the longest one wins.
 */
public final class Routes {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Pattern PREFIX = Pattern.compile("PathPrefix\\(`(/[^`]*)`\\)");

  private final List<Route> routes;

  private record Route(String prefix, String service) {}

  private Routes(List<Route> routes) {
    this.routes =
        routes.stream()
            .sorted(Comparator.comparingInt((Route route) -> route.prefix().length()).reversed())
            .toList();
  }

  /**
   * Reads them.
   *
   * @throws IOException if they cannot be read or hold a rule that is not understood
   */
  public static Routes read(InputStream yaml) throws IOException {
    JsonNode http = YAML.readTree(yaml).path("http");
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> router : http.path("routers").properties()) {
      String service = router.getValue().path("service").asText();
      if (!http.path("services").has(service)) {
        throw new IOException(
            "the router " + router.getKey() + " names a service that is not there: " + service);
      }
      for (String rule : router.getValue().path("rule").asText().split("\\|\\|", -1)) {
        Matcher prefix = PREFIX.matcher(rule.strip());
        if (!prefix.matches()) {
          throw new IOException(
              "the router "
                  + router.getKey()
                  + " has a rule that is not understood: "
                  + rule.strip());
        }
        routes.add(new Route(prefix.group(1), service));
      }
    }
    return new Routes(routes);
  }

  /** The service that a path belongs to. */
  Optional<String> serviceFor(String path) {
    return routes.stream()
        .filter(route -> path.startsWith(route.prefix()))
        .map(Route::service)
        .findFirst();
  }
}
