package dev.iris.local.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.local.Refusal;
import dev.iris.local.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Waits until the gateway says that all is ready, tells of each part that becomes so, and gives up on what cannot start. */
final class Readiness {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int HOPELESS = 4;
  private static final int LINES = 15;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI health;
  private final List<SupervisedPart> parts;
  private final Terminal terminal;

  Readiness(String gateway, List<SupervisedPart> parts, Terminal terminal) {
    this.health = URI.create(gateway + "/health");
    this.parts = List.copyOf(parts);
    this.terminal = terminal;
  }

  /**
   * Returns when all is ready.
   *
   * @throws Refusal if a part keeps dying, or the time is over
   */
  void await() {
    Instant deadline = Instant.now().plus(LIMIT);
    Set<String> ready = new LinkedHashSet<>();
    HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    try {
      while (true) {
        Optional<JsonNode> state = ask(client);
        state.ifPresent(json -> tellNews(json, ready));
        if (state.isPresent() && state.get().path("status").asText().equals("up")) {
          return;
        }
        parts.stream()
            .filter(part -> part.failures() >= HOPELESS)
            .findFirst()
            .ifPresent(this::giveUp);
        if (Instant.now().isAfter(deadline)) {
          parts.stream()
              .filter(part -> !ready.contains(part.name()))
              .findFirst()
              .ifPresent(this::giveUp);
          throw new Refusal(
              "Iris is not ready after "
                  + LIMIT.toMinutes()
                  + " minutes; GET /health says what is missing.");
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("Iris was stopped while it was starting.");
    } finally {
      // Not close(): that waits for questions that are still open.
      client.shutdownNow();
    }
  }

  private void tellNews(JsonNode state, Set<String> ready) {
    for (Map.Entry<String, JsonNode> part : state.path("parts").properties()) {
      if (part.getValue().path("status").asText().equals("up") && ready.add(part.getKey())) {
        terminal.say("  ready: " + part.getKey());
      }
    }
  }

  private void giveUp(SupervisedPart part) {
    Logs.end(part.part().log(), LINES).forEach(line -> terminal.complain("  | " + line));
    throw new Refusal(
        "%s does not start; the end of %s is above.".formatted(part.name(), part.part().log()));
  }

  private Optional<JsonNode> ask(HttpClient client) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(ANSWER).build();
    try {
      return Optional.of(
          JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
