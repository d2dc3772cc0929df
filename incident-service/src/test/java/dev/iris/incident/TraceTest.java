package dev.iris.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.EventJson;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each webhook's trace goes on through the stream into everything that comes of it, also when many come at once. */
@QuarkusTest
@WithPeers
class TraceTest {

  @Inject Scenario scenario;
  @TestHTTPResource URI service;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldCarryTheTraceOfTheWebhookIntoAllItsEvents() {
    List<String> sources = Stream.generate(Scenario::newSource).limit(64).toList();
    List<CompletableFuture<HttpResponse<String>>> answers =
        sources.stream().map(this::post).toList();
    assertThat(answers).extracting(answer -> answer.join().statusCode()).containsOnly(200);
    sources.forEach(scenario::awaitTakenUp);

    List<String> traces = sources.stream().map(this::trace).toList();
    assertThat(traces).doesNotHaveDuplicates();
  }

  private CompletableFuture<HttpResponse<String>> post(String source) {
    String body = Payload.group("g").firing("HighMemory", "web01", Instant.now()).json();
    return http.sendAsync(
        HttpRequest.newBuilder(service.resolve("/webhooks/alertmanager/" + source))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** The one trace id of AlertGroupReceived, NotificationRequested and IncidentOpened. */
  private String trace(String source) {
    List<String> parents =
        scenario
            .rows("select payload from outbox where payload like $1", "%\"" + source + "\"%")
            .stream()
            .map(row -> String.valueOf(EventJson.read(row.getString(0)).traceparent()))
            .toList();
    assertThat(parents).hasSize(3).doesNotContain("null");
    List<String> traces =
        parents.stream().map(parent -> parent.split("-", -1)[1]).distinct().toList();
    assertThat(traces).hasSize(1);
    return traces.getFirst();
  }
}
