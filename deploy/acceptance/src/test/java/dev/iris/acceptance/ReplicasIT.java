package dev.iris.acceptance;

import static dev.iris.acceptance.SharedIris.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.OtlpSink.SeenSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two replicas of the incident service and of the notifier share the work, and peers that post the same group tell people once. */
class ReplicasIT {

  private static final int GROUPS = 40;
  private static final int ALERTS = 5;
  private static final Pattern NEWS = Pattern.compile("\"iris-news-(\\d+)\"");

  @Test
  void shouldShareTheWorkAndTellEachGroupOnceThoughThreePeersPostIt()
      throws InterruptedException, ExecutionException {
    Instant start = Instant.now().minusSeconds(60);
    List<String> bodies = new ArrayList<>();
    for (int peer = 0; peer < 3; peer++) {
      for (int group = 0; group < GROUPS; group++) {
        bodies.add(group(group, start.plusMillis(7L * peer)));
      }
    }

    assertThat(postAll(bodies)).containsOnly(200);

    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              assertThat(SharedIris.messages("webhook", "\"Replicated")).hasSize(GROUPS);
              assertThat(newsOnCards())
                  .as("so many at once are told together, each once")
                  .isEqualTo(GROUPS * ALERTS);
              JsonNode ledger = SharedIris.ledger();
              assertThat(ledger.path("occurrences").path("queued").asInt()).isZero();
              assertThat(ledger.path("news").path("pending").asInt()).isZero();
              assertThat(ledger.path("balanced").asBoolean()).as("%s", ledger).isTrue();
            });
    assertThat(
            IntStream.range(0, GROUPS)
                .mapToObj(group -> SharedIris.incidents("Replicated" + group)))
        .allSatisfy(incidents -> assertThat(incidents).hasSize(ALERTS));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(consumers("iris.alerts.v1"))
                  .containsExactlyInAnyOrder("incident-service-1", "incident-service-2");
              assertThat(consumers("iris.notifications.v1"))
                  .containsExactlyInAnyOrder("notifier-service-1", "notifier-service-2");
            });
  }

  /** How many pieces of news the cards say that they tell. */
  private static int newsOnCards() {
    return SharedIris.messages("teams", "Replicated").stream()
        .flatMap(card -> NEWS.matcher(card.path("payload").asText()).results())
        .mapToInt(mark -> Integer.parseInt(mark.group(1)))
        .sum();
  }

  /** The replicas that handled entries of a stream, as their spans say. */
  private static Set<String> consumers(String stream) {
    return SharedIris.TRACES.spans().stream()
        .filter(span -> span.kind().equals("CONSUMER"))
        .filter(span -> stream.equals(span.attributes().get("messaging.destination.name")))
        .map(ReplicasIT::replica)
        .collect(Collectors.toSet());
  }

  private static String replica(SeenSpan span) {
    return span.attributes().getOrDefault("messaging.client_id", "a span without its consumer");
  }

  private static String group(int group, Instant startsAt) {
    return new Webhook(
            "{}:{alertname=Replicated" + group + "}",
            IntStream.range(0, ALERTS)
                .mapToObj(
                    i ->
                        new Webhook.Alert(
                            "Replicated" + group, "host-" + i, "warning", startsAt.toString(), ""))
                .toList())
        .json();
  }

  private static List<Integer> postAll(List<String> bodies)
      throws InterruptedException, ExecutionException {
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (String body : bodies) {
        answers.add(
            pool.submit(
                () ->
                    IRIS.send("POST", "/webhooks/alertmanager/replicas", body, Map.of()).status()));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }
}
