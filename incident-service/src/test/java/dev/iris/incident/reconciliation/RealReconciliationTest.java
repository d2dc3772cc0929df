package dev.iris.incident.reconciliation;

import static dev.iris.incident.Scenario.PATIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.incident.MovableClock;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.intake.OwnAlerts;
import dev.iris.outbox.Transactions;
import dev.iris.testing.Alertmanager;
import dev.iris.testing.HttpSink;
import dev.iris.testing.RequiresPeer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine's own Alertmanager says when it is asked, and what it tells after Prometheus was away. */
@QuarkusTest
@WithPeers
@RequiresPeer("prometheus-alertmanager")
class RealReconciliationTest {

  private final Instant start = Instant.now().minusSeconds(600);

  @Inject Scenario scenario;
  @Inject Transactions transactions;
  @Inject OwnAlerts ownAlerts;
  @TestHTTPResource URI service;

  private final MovableClock clock = new MovableClock(Instant.now());
  private final String name = Scenario.newSource();

  @Test
  void shouldCloseAnIncidentWhoseResolveWasLost(@TempDir Path folder) {
    try (Alertmanager alertmanager = Alertmanager.start(folder, posting(toIris(), false))) {
      alertmanager.push(alert(start, null));
      awaitStatus("firing");
      minutes(alertmanager, 15);
      assertThat(statuses()).containsExactly("firing");

      alertmanager.push(alert(start, Instant.now()));
      minutes(alertmanager, 15);
      assertThat(statuses()).containsExactly("stale");
      minutes(alertmanager, 50);
      awaitStatus("resolved");
    }
    assertThat(scenario.published(NotificationRequested.class, name)).hasSize(2);
  }

  @Test
  void shouldFindAnAlertWhoseFiringWasLost(@TempDir Path folder) {
    try (HttpSink nowhere = HttpSink.start();
        Alertmanager alertmanager = Alertmanager.start(folder, posting(nowhere.uri("/"), true))) {
      alertmanager.push(alert(start, null));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(nowhere.requests()).isNotEmpty());

      silence(alertmanager);
      minutes(alertmanager, 15);
      assertThat(statuses()).isEmpty();

      alertmanager.push(alert(start, null).replace("db-01", "db-02"));
      minutes(alertmanager, 6);
      awaitStatus("firing");
    }
    assertThat(scenario.published(NotificationRequested.class, name))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.instance()).isEqualTo("db-02")));
  }

  @Test
  void shouldTellThatAnAlertStillFiresWhenPrometheusIsBack(@TempDir Path folder) {
    try (Alertmanager alertmanager = Alertmanager.start(folder, posting(toIris(), true))) {
      alertmanager.push(alert(start, null));
      awaitStatus("firing");
      // No push came any more: Alertmanager takes the alert for over.
      alertmanager.push(alert(start, Instant.now()));
      awaitStatus("resolved");
      scenario.awaitTakenUp(name);
      scenario.rows(
          "update episode set ended_heard_at = ended_heard_at - interval '11 minutes' "
              + "where series_id in (select id from series where source = $1)",
          name);

      alertmanager.push(alert(start, null));

      awaitStatus("firing");
    }
    assertThat(scenario.published(NotificationRequested.class, name))
        .extracting(request -> request.totals().reopened())
        .containsExactly(0, 0, 1);
  }

  private void minutes(Alertmanager alertmanager, int minutes) {
    Source source =
        new Source(
            name, List.of(Peer.of(alertmanager.uri(), Optional.empty())), Set.of("iris"), true);
    Reconciler reconciler =
        new Reconciler(
            transactions,
            ownAlerts,
            new PeerClient(Settings.USUAL, "Watchdog"),
            Settings.USUAL,
            clock);
    for (int i = 0; i < minutes; i++) {
      reconciler.reconcile(source).await().atMost(PATIENCE);
      clock.pass(Duration.ofMinutes(1));
    }
  }

  private void awaitStatus(String status) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses()).containsExactly(status));
  }

  private List<String> statuses() {
    return scenario.rows("select status from incident where source = $1", name).stream()
        .map(row -> row.getString("status"))
        .toList();
  }

  private URI toIris() {
    return service.resolve("/webhooks/alertmanager/" + name);
  }

  private static String posting(URI url, boolean resolves) {
    return """
        route: {receiver: iris, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
        receivers:
          - name: iris
            webhook_configs: [{url: '%s', send_resolved: %s}]
        """
        .formatted(url, resolves);
  }

  private static String alert(Instant startsAt, @Nullable Instant endsAt) {
    return """
        [{"labels":{"alertname":"Lost","instance":"db-01","severity":"critical"},"annotations":{"summary":"db-01 is slow"},
          "startsAt":"%s"%s}]
        """
        .formatted(startsAt, endsAt == null ? "" : ",\"endsAt\":\"" + endsAt + "\"");
  }

  private static void silence(Alertmanager alertmanager) {
    String body =
        """
        {"matchers":[{"name":"instance","value":"db-01","isRegex":false,"isEqual":true}],
         "startsAt":"%s","endsAt":"%s","createdBy":"test","comment":"hush"}
        """
            .formatted(Instant.now(), Instant.now().plusSeconds(3600));
    given()
        .contentType("application/json")
        .body(body)
        .post(alertmanager.uri().resolve("/api/v2/silences"))
        .then()
        .statusCode(200);
  }
}
