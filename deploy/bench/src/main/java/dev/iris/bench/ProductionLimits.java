package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.testing.LocalIris;
import java.util.List;
import java.util.Map;

/**
 * Gives the channels that people read the rate limits that they have in earnest: the local inbox has none. The webhook channel,
 * which programs read, stays without.
 */
final class ProductionLimits {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEPT = List.of("type", "name", "defaultAudience", "settings");

  private ProductionLimits() {}

  /** Sets them, and returns them in words. */
  static String set(LocalIris iris) {
    return "%s; %s; webhook without limits"
        .formatted(set(iris, "teams", "cards"), set(iris, "mail", "mails"));
  }

  private static String set(LocalIris iris, String channel, String messages) {
    String path = "/api/v1/channels/" + channel;
    ObjectNode wanted = JSON.createObjectNode();
    JsonNode now = iris.get(path);
    KEPT.forEach(field -> wanted.set(field, now.get(field)));
    // Without a limit in the request a channel gets the usual one of its type.
    LocalIris.Answer answer = iris.send("PUT", path, wanted.toString(), Map.of());
    if (answer.status() / 100 != 2) {
      throw new IllegalStateException(path + " answered " + answer.status() + answer.body());
    }
    JsonNode limit = iris.get(path).path("rateLimit");
    return "%s: %s a second, %s an hour"
        .formatted(messages, limit.path("perSecond").asText(), limit.path("perHour").asText());
  }
}
