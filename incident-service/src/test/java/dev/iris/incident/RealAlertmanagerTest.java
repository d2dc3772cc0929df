package dev.iris.incident;

import static dev.iris.incident.Scenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.testing.Alertmanager;
import dev.iris.testing.RequiresPeer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own Alertmanager posts to the service: grouped, repeated, truncated, resolved. */
@QuarkusTest
@WithPeers
@RequiresPeer("prometheus-alertmanager")
class RealAlertmanagerTest {

  @Inject Scenario scenario;
  @TestHTTPResource URI service;
  private final String source = Scenario.newSource();

  @Test
  void shouldFollowAnAlertFromItsFiringToItsResolve(@TempDir Path folder) {
    try (Alertmanager alertmanager = Alertmanager.start(folder, configuration(0))) {
      alertmanager.push(alerts("web01", "web02"));
      awaitIncidents("firing", 2);

      alertmanager.push(alerts("web01", "web02", "web03"));
      awaitIncidents("firing", 3);

      alertmanager.push(
          "[" + alert("web01").replace("}}", "},\"endsAt\":\"" + Instant.now() + "\"}") + "]");
      awaitIncidents("resolved", 1);
    }
    assertThat(scenario.rows("select distinct fingerprint from incident where source = $1", source))
        .hasSize(3);
    assertThat(
            scenario.count(
                "select count(*) from transition t join incident i on i.id = t.incident_id where i.source = $1",
                source))
        .isEqualTo(4);
  }

  @Test
  void shouldKnowHowManyWereCutOff(@TempDir Path folder) {
    try (Alertmanager alertmanager = Alertmanager.start(folder, configuration(1))) {
      alertmanager.push(alerts("web01", "web02", "web03"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(scenario.published(NotificationRequested.class, source))
                      .anySatisfy(request -> assertThat(request.truncatedBySource()).isEqualTo(2)));
    }
  }

  private void awaitIncidents(String status, int expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        scenario.count(
                            "select count(*) from incident where source = $1 and status = $2",
                            source,
                            status))
                    .isEqualTo(expected));
  }

  private static String alerts(String... instances) {
    return "["
        + String.join(",", Arrays.stream(instances).map(RealAlertmanagerTest::alert).toList())
        + "]";
  }

  private static String alert(String instance) {
    return "{\"annotations\":{\"summary\":\"Memory is short\"},\"labels\":{\"alertname\":\"HighMemory\",\"instance\":\"%s\",\"severity\":\"critical\"}}"
        .formatted(instance);
  }

  private String configuration(int maxAlerts) {
    return """
        route: {receiver: iris, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
        receivers:
          - name: iris
            webhook_configs: [{url: '%s', send_resolved: true, max_alerts: %d}]
        """
        .formatted(service.resolve("/webhooks/alertmanager/" + source), maxAlerts);
  }
}
