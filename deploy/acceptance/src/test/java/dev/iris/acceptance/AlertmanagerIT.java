package dev.iris.acceptance;

import static dev.iris.acceptance.SharedIris.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.Alertmanager;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager posts, and people are told. */
@RequiresPeer("prometheus-alertmanager")
class AlertmanagerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init")
  private static Alertmanager alertmanager;

  @BeforeAll
  static void start(@TempDir Path folder) {
    alertmanager =
        Alertmanager.start(
            folder,
            """
            route:
              receiver: iris
              group_by: [alertname]
              group_wait: 1s
              group_interval: 1s
              repeat_interval: 1h
              routes:
                - {receiver: iris, matchers: ['alertname="Repeated"'], repeat_interval: 1s}
                - {receiver: iris-cut, matchers: ['alertname="Truncated"']}
            receivers:
              - name: iris
                webhook_configs: [{url: 'http://127.0.0.1:%1$d/webhooks/alertmanager/real', send_resolved: true}]
              - name: iris-cut
                webhook_configs: [{url: 'http://127.0.0.1:%1$d/webhooks/alertmanager/real', max_alerts: 2}]
            """
                .formatted(IRIS.port()));
  }

  @AfterAll
  static void stop() {
    alertmanager.close();
  }

  @Test
  void shouldTellOfAGroupOnEachChannelOnceAndOfItsEnd() {
    Instant start = Instant.now().minusSeconds(90);
    alertmanager.push(
        alerts("Grouped", start, null, "critical@db-01", "warning@web-01", "info@web-02"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(SharedIris.messages("teams", "Grouped"))
                  .singleElement()
                  .satisfies(
                      card ->
                          assertThat(card.path("payload").asText())
                              .contains("db-01", "web-01", "web-02", "AdaptiveCard"));
              assertThat(SharedIris.messages("mail", "Grouped")).hasSize(1);
              assertThat(SharedIris.messages("webhook", "Grouped")).hasSize(1);
            });
    assertThat(SharedIris.incidents("Grouped"))
        .hasSize(3)
        .allSatisfy(incident -> assertThat(incident.path("status").asText()).isEqualTo("firing"));

    alertmanager.push(
        alerts("Grouped", start, Instant.now(), "critical@db-01", "warning@web-01", "info@web-02"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(SharedIris.messages("teams", "Grouped")).hasSize(2);
              assertThat(SharedIris.incidents("Grouped"))
                  .allSatisfy(
                      incident ->
                          assertThat(incident.path("status").asText()).isEqualTo("resolved"))
                  .allSatisfy(
                      incident -> assertThat(incident.path("resolvedAt").asText()).endsWith("Z"));
            });
  }

  @Test
  void shouldTakeRepeatsAsNothingNew() {
    int before = merged();

    alertmanager.push(alerts("Repeated", Instant.now().minusSeconds(5), null, "warning@web-03"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(merged()).isGreaterThanOrEqualTo(before + 3);
              assertThat(SharedIris.messages("teams", "Repeated")).hasSize(1);
              assertThat(SharedIris.messages("mail", "Repeated")).hasSize(1);
            });
    assertThat(SharedIris.incidents("Repeated")).hasSize(1);
  }

  @Test
  void shouldSayHowManyAlertsAlertmanagerCutOff() {
    alertmanager.push(
        alerts(
            "Truncated",
            Instant.now().minusSeconds(5),
            null,
            "warning@a",
            "warning@b",
            "warning@c",
            "warning@d",
            "warning@e"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(SharedIris.messages("teams", "Truncated"))
                    .singleElement()
                    .satisfies(
                        card ->
                            assertThat(card.path("payload").asText()).contains("left out 3 more")));
    assertThat(SharedIris.incidents("Truncated")).hasSize(2);
  }

  private static int merged() {
    return SharedIris.ledger().path("occurrences").path("merged").asInt();
  }

  /** Alerts as Prometheus pushes them: one for each {@code severity@instance}. */
  private static String alerts(
      String name, Instant startsAt, @Nullable Instant endsAt, String... wheres) {
    return Stream.of(wheres)
        .map(where -> where.split("@"))
        .map(
            where ->
                """
                {"labels":{"alertname":"%s","severity":"%s","instance":"%s","service":"shop"},
                 "annotations":{"summary":"%s is unwell"},"startsAt":"%s"%s}"""
                    .formatted(
                        name,
                        where[0],
                        where[1],
                        where[1],
                        startsAt,
                        endsAt == null ? "" : ",\"endsAt\":\"" + endsAt + "\""))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
