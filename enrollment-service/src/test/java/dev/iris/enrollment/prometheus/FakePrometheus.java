package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.testing.HttpSink;
import dev.iris.testing.HttpSink.Answer;
import dev.iris.testing.HttpSink.Request;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The instance {@code default}: a folder, and a server that has samples of what files in it say, and of nothing else, in the way
 * that it is told to.
 */
public final class FakePrometheus implements QuarkusTestResourceLifecycleManager {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is the matter with it. */
  public enum Mood {
    /** All samples arrive. */
    WELL,
    /** Targets are scraped, and have no samples of what is looked for. */
    EMPTY,
    /** Nothing listens at targets. */
    REFUSED,
    /** It does not answer. */
    AWAY
  }

  private static final AtomicReference<Mood> MOOD = new AtomicReference<>(Mood.WELL);
  private static final AtomicReference<Path> FOLDER = new AtomicReference<>();
  private final HttpSink server = HttpSink.start();

  /** Lets it be so from now on. */
  public static void is(Mood mood) {
    MOOD.set(mood);
  }

  /** Its folder. */
  public static Path folder() {
    return FOLDER.get();
  }

  /** Empties its folder. */
  public static void forget() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      FOLDER.set(Files.createTempDirectory("iris-default"));
      FOLDER.get().toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.answerBy(FakePrometheus::answer);
    String prefix = "iris.enrollment.prometheus.default.";
    return Map.of(
        prefix + "targets-folder",
        folder().toString(),
        prefix + "url",
        server.uri("/").toString(),
        prefix + "scrape-interval",
        "100ms",
        prefix + "noticed-after",
        "100ms",
        prefix + "scrapes-from",
        "10.77.0.1",
        "iris.enrollment.targets.poll-interval",
        "100ms");
  }

  @Override
  public void stop() {
    server.close();
  }

  private static Answer answer(Request request) {
    ObjectNode data = JSON.createObjectNode();
    if (MOOD.get() == Mood.AWAY) {
      return Answer.status(503);
    }
    if (request.path().endsWith("/targets")) {
      ArrayNode active = data.putArray("activeTargets");
      data.putArray("droppedTargets");
      groups().forEach(group -> active.add(target(group)));
    } else if (request.uri().getQuery().contains("time()")) {
      data.set("result", point(""));
    } else {
      ArrayNode result = data.putArray("result");
      String query = request.uri().getQuery();
      if (MOOD.get() == Mood.WELL) {
        groups().stream()
            .map(group -> series(group.path("labels")))
            .filter(series -> query.contains(series.at("/metric/iris_host").asText()))
            .forEach(result::add);
      }
    }
    ObjectNode all = JSON.createObjectNode().put("status", "success");
    all.set("data", data);
    return Answer.status(200)
        .withHeader("Content-Type", "application/json")
        .withBody(all.toString());
  }

  private static List<JsonNode> groups() {
    List<JsonNode> groups = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), "*.json")) {
      for (Path file : files) {
        JSON.readTree(Files.readString(file)).forEach(groups::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return groups;
  }

  private static ObjectNode target(JsonNode group) {
    ObjectNode target = JSON.createObjectNode();
    target.set("discoveredLabels", group.path("labels"));
    target.set("labels", group.path("labels"));
    boolean refused = MOOD.get() == Mood.REFUSED;
    return target
        .put("health", refused ? "down" : "up")
        .put("lastError", refused ? "dial tcp 10.77.0.11:12345: connect: connection refused" : "");
  }

  private static ObjectNode series(JsonNode labels) {
    ObjectNode metric = labels.deepCopy();
    metric.put("__name__", metric(labels.path("iris_component").asText()));
    ObjectNode series = JSON.createObjectNode();
    series.set("metric", metric);
    series.putArray("values").add(point("1"));
    return series;
  }

  private static String metric(String component) {
    return component.contains("unix")
        ? "node_uname_info"
        : component.contains("self")
            ? "alloy_build_info"
            : component.contains("postgres") ? "pg_up" : component.replaceAll("\\..*", "_up");
  }

  private static ArrayNode point(String value) {
    return JSON.createArrayNode().add(Instant.now().toEpochMilli() / 1000.0).add(value);
  }
}
