package dev.iris.incident.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Understands a body that the door admitted. Lenient: what it does not know it leaves, what it cannot use it sets aside with
 * the reason, and it always answers with exactly as many alerts as the door counted.
 */
public final class AlertGroupReader {

  private static final JsonMapper MAPPER = new JsonMapper(WebhookJson.FACTORY);

  private AlertGroupReader() {}

  /**
   * Reads a stored body.
   *
   * @param alerts how many the door counted
   */
  public static AlertGroup read(byte[] body, int alerts) {
    try {
      AlertGroup group = read(body);
      if (group.alerts().size() == alerts) {
        return group;
      }
    } catch (IOException e) {
      // The door read these very bytes, so this takes a change of the reader; the alerts must still
      // be accounted for.
    }
    return unreadable(alerts);
  }

  private static AlertGroup unreadable(int alerts) {
    List<Alert> all =
        IntStream.range(0, alerts)
            .<Alert>mapToObj(i -> new Alert.Unusable(i, Alert.Flaw.UNREADABLE))
            .toList();
    return new AlertGroup(Map.of(), 0, all);
  }

  private static AlertGroup read(byte[] body) throws IOException {
    Map<String, String> groupLabels = Map.of();
    int truncated = 0;
    List<Alert> alerts = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "groupLabels" -> groupLabels = lenientTexts(parser.readValueAsTree());
          case "truncatedAlerts" -> truncated = count(parser.readValueAsTree());
          case "alerts" -> {
            if (value == JsonToken.START_ARRAY) {
              readAlerts(parser, alerts);
            } else {
              parser.skipChildren();
            }
          }
          default -> parser.skipChildren();
        }
      }
    }
    return new AlertGroup(groupLabels, truncated, alerts);
  }

  private static void readAlerts(JsonParser parser, List<Alert> into) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode alert = parser.readValueAsTree();
      into.add(AlertReader.read(into.size(), alert));
    }
  }

  private static int count(@Nullable JsonNode node) {
    return node == null ? 0 : (int) Math.clamp(node.asLong(), 0L, Integer.MAX_VALUE);
  }

  /** Texts and other scalars of an object; the rest is left out. */
  static Map<String, String> lenientTexts(@Nullable JsonNode node) {
    Map<String, String> texts = new HashMap<>();
    if (node != null && node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (field.getValue().isValueNode() && !field.getValue().isNull()) {
          texts.put(StorableText.of(field.getKey()), StorableText.of(field.getValue().asText()));
        }
      }
    }
    return texts;
  }
}
