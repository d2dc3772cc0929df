package dev.iris.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.lab.Base;
import dev.iris.lab.Lab;
import dev.iris.lab.LabHost;
import dev.iris.lab.LabSettings;
import dev.iris.lab.Network;
import dev.iris.testing.Alertmanager;
import dev.iris.testing.LocalIris;
import dev.iris.testing.Program;
import dev.iris.testing.Prometheus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small data centre: hosts nobody has monitored yet, a Prometheus and an Alertmanager that know of none, and an Iris between
 * them. Scrapes and groups are fast; everything else is as people have it.
 */
final class Estate implements AutoCloseable {

  /** Not the usual one: a developer's own lab may be up meanwhile. */
  private static final Network NETWORK = new Network("10.78.42");

  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lab lab;
  private final Prometheus prometheus;
  private final LocalIris iris;
  private final Alertmanager alertmanager;

  private Estate(Lab lab, Prometheus prometheus, LocalIris iris, Alertmanager alertmanager) {
    this.lab = lab;
    this.prometheus = prometheus;
    this.iris = iris;
    this.alertmanager = alertmanager;
  }

  /** Builds it; {@link #close} leaves nothing of it. */
  static Estate open(Path folder, int hosts) throws IOException {
    Path data = folder.resolve("iris");
    Path receivers =
        Files.writeString(Files.createDirectories(folder).resolve("receivers.json"), "[]");
    Lab lab =
        Lab.up(
            new LabSettings(
                folder.resolve("lab"),
                LabSettings.userCache(),
                NETWORK,
                List.of(Base.DEBIAN_12),
                hosts,
                List.of(),
                null),
            System.out::println);
    Prometheus prometheus =
        Prometheus.start(folder.resolve("prometheus"), prometheusYml(folder, data, receivers));
    LocalIris iris = LocalIris.start(Path.of("..", ".."), data, settings(lab, prometheus));
    Alertmanager alertmanager =
        Alertmanager.start(folder.resolve("alertmanager"), alertmanagerYml(iris));
    Files.writeString(
        receivers, "[{\"targets\": [\"" + alertmanager.uri().getAuthority() + "\"]}]");
    return new Estate(lab, prometheus, iris, alertmanager);
  }

  private static Map<String, String> settings(Lab lab, Prometheus prometheus) {
    Map<String, String> settings = new HashMap<>(lab.settings());
    settings.put("IRIS_PROMETHEUS_URL", prometheus.uri().toString());
    settings.put("IRIS_ENROLLMENT_PROMETHEUS_DEFAULT_SCRAPE_INTERVAL", "PT1S");
    return settings;
  }

  /** It looks for files each second: their folder is not there yet when it starts, so it cannot watch it. */
  private static String prometheusYml(Path folder, Path data, Path receivers) throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("rules.yml"),
            """
            groups:
              - name: hosts
                rules:
                  - alert: HostUnreachable
                    expr: up{iris_component="prometheus.exporter.unix.host"} == 0
                    labels: {severity: critical}
                    annotations: {summary: '{{ $labels.hostname }} does not answer'}
            """);
    return """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        alerting: {alertmanagers: [{file_sd_configs: [{files: ['%s']}]}]}
        scrape_configs:
          - job_name: iris-hosts
            file_sd_configs: [{files: ['%s/prometheus/targets/*.json'], refresh_interval: 1s}]
        """
        .formatted(rules, receivers, data);
  }

  private static String alertmanagerYml(LocalIris iris) {
    return """
        route: {receiver: iris, group_by: [alertname, hostname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
        receivers:
          - name: iris
            webhook_configs: [{url: 'http://127.0.0.1:%d/webhooks/alertmanager/estate', send_resolved: true}]
        """
        .formatted(iris.port());
  }

  LocalIris iris() {
    return iris;
  }

  Lab lab() {
    return lab;
  }

  List<LabHost> hosts() {
    return lab.hosts();
  }

  /** A request to enrol a host as somebody who may use sudo without a password. */
  ObjectNode request(LabHost host, String hostname) {
    ObjectNode request = JSON.createObjectNode();
    request.putObject("host").put("address", host.address()).put("hostname", hostname);
    request.putObject("login").put("user", "deploy").put("privateKey", key());
    request.putObject("hostKey").put("policy", "accept-first");
    request
        .putObject("labels")
        .put("environment", "production")
        .put("maintainers", "a@example.org");
    return request;
  }

  String key() {
    try {
      return Files.readString(lab.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a job, and waits until it has ended. */
  JsonNode job(JsonNode request) {
    LocalIris.Answer answer =
        iris.send("POST", "/api/v1/enrollments", request.toString(), Map.of());
    if (answer.status() != 202) {
      throw new IllegalStateException(answer.status() + ": " + answer.body());
    }
    return ended(answer.json().path("id").asText());
  }

  /** The job when it has ended. */
  private JsonNode ended(String id) {
    Set<String> open = Set.of("queued", "running", "waiting");
    return await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> iris.get("/api/v1/enrollments/" + id),
            job -> !open.contains(job.path("status").asText()));
  }

  /** What a host's shell prints. */
  String on(LabHost host, String command) {
    Program.Outcome outcome = lab.ssh(host, "root", command, COMMAND);
    if (outcome.code() != 0) {
      throw new IllegalStateException(command + ": " + outcome.output());
    }
    return outcome.output();
  }

  @Override
  public void close() {
    alertmanager.close();
    iris.close();
    prometheus.close();
    lab.close();
  }
}
