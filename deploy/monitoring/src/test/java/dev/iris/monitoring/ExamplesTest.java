package dev.iris.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.testing.Alertmanager;
import dev.iris.testing.RequiresPeer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that people start from. */
class ExamplesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  @RequiresPeer("amtool")
  void shouldBeAConfigurationOfAlertmanager() {
    assertThat(Tool.run("amtool", "check-config", "alertmanager.yml"))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @Test
  @RequiresPeer("amtool")
  void shouldSendWhatIsAboutIrisByMailAndAllElseToIris() {
    assertThat(receivers("alertname=IrisPoisonOpen", "about=iris")).contains("about-iris");
    assertThat(receivers("alertname=HostDown", "instance=web-01")).contains("iris");
    assertThat(receivers("alertname=Watchdog", "severity=none")).contains("iris");
  }

  @Test
  @RequiresPeer("prometheus-alertmanager")
  void shouldHideWhatFollowsFromAHostThatIsDown(@TempDir Path folder) throws Exception {
    String configuration =
        Files.readString(Path.of("alertmanager.yml"))
            .replace("https://iris.example.org", "http://127.0.0.1:1")
            .replace("mail.example.org:587", "127.0.0.1:1");
    try (Alertmanager alertmanager = Alertmanager.start(folder, configuration)) {
      alertmanager.push(
          alerts(
              List.of(
                  Map.of("alertname", "HostDown", "iris_host", "a", "instance", "web-01"),
                  Map.of("alertname", "TargetDown", "iris_host", "a", "instance", "web-01"),
                  Map.of("alertname", "HostDiskFull", "iris_host", "b", "mountpoint", "/"),
                  Map.of("alertname", "HostDiskFilling", "iris_host", "b", "mountpoint", "/"),
                  Map.of("alertname", "HostDiskFilling", "iris_host", "b", "mountpoint", "/var"),
                  Map.of("alertname", "HostMemoryShort", "iris_host", "c", "instance", "web-01"),
                  Map.of("alertname", "Elsewhere"),
                  Map.of("alertname", "HostDown", "instance", "by-hand"),
                  Map.of("alertname", "DiskFull", "instance", "by-hand"))));

      await()
          .untilAsserted(
              () ->
                  assertThat(hidden(alertmanager))
                      .containsExactlyInAnyOrder(
                          "TargetDown a ", "HostDiskFilling b /", "DiskFull  "));
    }
  }

  @Test
  @RequiresPeer("promtool")
  void shouldBeAConfigurationOfAPrometheusAboveOthers() {
    assertThat(Tool.run("promtool", "check", "config", "federation.yml"))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"#~ ", ""})
  @RequiresPeer("promtool")
  void shouldBeAConfigurationOfPrometheus(String choice, @TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("iris.key"), "iris_k7f3a2_secret");
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            Files.readString(Path.of("prometheus.yml"))
                .replace(choice, "")
                .replace("/etc/prometheus/iris.key", key.toString())
                .replace("/etc/prometheus/alloy.password", key.toString())
                .replace("/etc/prometheus/rules", Path.of("rules").toAbsolutePath().toString()));

    assertThat(Tool.run("promtool", "check", "config", file.toString()))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.output()).isZero())
        .satisfies(outcome -> assertThat(outcome.output()).contains("2 rule files found"));
  }

  /** What is inhibited: name, host and mount point of each alert. */
  private static List<String> hidden(Alertmanager alertmanager) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(alertmanager.uri().resolve("/api/v2/alerts?active=false")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode alerts = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      return StreamSupport.stream(alerts.spliterator(), false)
          .filter(alert -> !alert.at("/status/inhibitedBy").isEmpty())
          .map(alert -> alert.path("labels"))
          .map(
              labels ->
                  "%s %s %s"
                      .formatted(
                          labels.path("alertname").asText(),
                          labels.path("iris_host").asText(),
                          labels.path("mountpoint").asText()))
          .toList();
    }
  }

  private static String alerts(List<Map<String, String>> labels) throws Exception {
    return JSON.writeValueAsString(labels.stream().map(one -> Map.of("labels", one)).toList());
  }

  /** What amtool prints: the receivers that an alert of these labels goes to, among its warnings. */
  private static List<String> receivers(String label, String other) {
    return Tool.run(
            "amtool", "config", "routes", "test", "--config.file=alertmanager.yml", label, other)
        .output()
        .lines()
        .toList();
  }
}
