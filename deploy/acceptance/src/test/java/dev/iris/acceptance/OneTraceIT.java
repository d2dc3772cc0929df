package dev.iris.acceptance;

import static dev.iris.acceptance.SharedIris.IRIS;
import static dev.iris.acceptance.SharedIris.TRACES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.OtlpSink.SeenSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** O3: one trace from the webhook through both streams, the batching relay included, to the delivery's HTTP call. */
class OneTraceIT {

  private static final String TRACE = "5b8aa5a2d2c872e8321cf37308d69df2";
  private static final String CALLER = "051581bf3cb55c13";

  @Test
  void shouldBeOneLinkedTreeFromTheWebhookToTheDelivery() {
    var alert = new Webhook.Alert("Traced", "web-09", "critical", Instant.now().toString(), "");

    var answer =
        IRIS.send(
            "POST",
            "/webhooks/alertmanager/traced",
            new Webhook("{}:{alertname=Traced}", List.of(alert)).json(),
            Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01"));

    assertThat(answer.status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<SeenSpan> spans = TRACES.trace(TRACE);
              assertThat(kinds(spans))
                  .contains(
                      "SERVER incident",
                      "PRODUCER incident",
                      "CONSUMER incident",
                      "CONSUMER notifier",
                      "PRODUCER notifier",
                      "CLIENT notifier");
              assertThat(destinations(spans)).contains("iris.alerts.v1", "iris.notifications.v1");
              assertThat(unlinked(spans)).isEmpty();
            });
  }

  private static Set<String> kinds(List<SeenSpan> spans) {
    return spans.stream()
        .map(span -> span.kind() + " " + span.service().replace("-service", ""))
        .collect(Collectors.toSet());
  }

  private static Set<String> destinations(List<SeenSpan> spans) {
    return spans.stream()
        .map(span -> span.attributes().getOrDefault("messaging.destination.name", ""))
        .collect(Collectors.toSet());
  }

  /** Spans whose parent is neither in the trace nor the caller's. */
  private static List<SeenSpan> unlinked(List<SeenSpan> spans) {
    Set<String> known = new HashSet<>(spans.stream().map(SeenSpan::spanId).toList());
    known.add(CALLER);
    return spans.stream().filter(span -> !known.contains(String.valueOf(span.parentId()))).toList();
  }
}
