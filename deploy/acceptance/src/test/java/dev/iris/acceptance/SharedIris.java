package dev.iris.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.LocalIris;
import dev.iris.testing.OtlpSink;
import dev.iris.testing.TemporaryFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * One Iris for all the tests of a run, as starting one takes its time: two replicas of the incident service and of the notifier,
 * traces going to {@link #TRACES}. Tests keep apart by the names of their alerts, and never wipe the inbox.
 */
final class SharedIris {

  static final OtlpSink TRACES = OtlpSink.start();
  static final LocalIris IRIS = start();

  private SharedIris() {}

  private static LocalIris start() {
    return LocalIris.start(
        Path.of("..", ".."),
        TemporaryFolder.create("iris-acceptance"),
        Map.of("IRIS_OTLP_ENDPOINT", TRACES.endpoint(), "IRIS_OTLP_PROTOCOL", "http/protobuf"),
        "--replicas",
        "2");
  }

  /** The notifications in a channel's inbox whose payload speaks of {@code text}, oldest first. */
  static List<JsonNode> messages(String channel, String text) {
    return items(IRIS.get("/inbox/messages?channel=" + channel)).stream()
        .filter(message -> message.path("payload").asText().contains(text))
        .toList();
  }

  /** The incidents of an alert's name, newest first. */
  static List<JsonNode> incidents(String alertName) {
    return items(IRIS.get("/api/v1/incidents?limit=500&alertName=" + alertName));
  }

  static JsonNode ledger() {
    return IRIS.get("/api/v1/ledger");
  }

  static List<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false).toList();
  }
}
