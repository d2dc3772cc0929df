package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.testing.LocalIris;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What arrived at the stand-ins for Teams, mail servers and webhook receivers, byte for byte. */
final class Sinks {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Sinks() {}

  /**
   * A message.
   *
   * @param headers with names in lower case; none for a mail, whose payload holds them
   */
  record Message(Instant at, String recipient, Map<String, String> headers, String payload) {

    JsonNode json() {
      try {
        return JSON.readTree(payload);
      } catch (IOException e) {
        throw new IllegalStateException("a message is no JSON: " + payload, e);
      }
    }
  }

  /** Hands over all messages of a channel, oldest first, without holding them all at once. */
  static void read(LocalIris iris, String channel, Consumer<Message> reader) {
    iris.eachMessage(channel, message -> reader.accept(message(message)));
  }

  private static Message message(JsonNode json) {
    Map<String, String> headers =
        json.path("headers").properties().stream()
            .collect(
                Collectors.toMap(
                    field -> field.getKey().toLowerCase(Locale.ROOT),
                    field -> field.getValue().asText(),
                    (a, b) -> a));
    return new Message(
        Instant.parse(json.path("at").asText()),
        json.path("recipient").asText(),
        headers,
        json.path("payload").asText());
  }

  /** The items of a list in JSON. */
  static List<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }
}
