package dev.iris.acceptance;

import static dev.iris.acceptance.SharedIris.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.Alertmanager;
import dev.iris.testing.Prometheus;
import dev.iris.testing.RequiresPeer;
import dev.iris.testing.SmtpSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus with the shipped rules watches Iris, and a real Alertmanager with the shipped configuration sends what it
 * finds; only addresses are put in and times are made short.
 */
@RequiresPeer({"prometheus", "prometheus-alertmanager"})
class OwnAlertsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String VICTIM = "digest-service";
  private static final SmtpSink MAIL = SmtpSink.start();

  @SuppressWarnings("NullAway.Init")
  private static Alertmanager alertmanager;

  @SuppressWarnings("NullAway.Init")
  private static Prometheus prometheus;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Path key = Files.writeString(folder.resolve("iris.key"), "iris_local_without");
    alertmanager = Alertmanager.start(folder.resolve("alertmanager"), alertmanagerYml(key));
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("iris.yml"), Shipped.file("rules/iris.yml").replace("for: 1m", "for: 1s"));
    prometheus = Prometheus.start(folder.resolve("prometheus"), prometheusYml(key, rules));
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    alertmanager.close();
    MAIL.close();
  }

  @Test
  void shouldSendWhatIsWrongWithIrisByPlainMailAndNotThroughIris() throws Exception {
    signal("-STOP");
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(subjects())
                      .anyMatch(
                          subject ->
                              subject.startsWith(
                                  "[FIRING] IrisServiceDown: Iris: digest-service on")));
    } finally {
      signal("-CONT");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(subjects())
                    .anyMatch(subject -> subject.startsWith("[RESOLVED] IrisServiceDown")));
    assertThat(MAIL.mails().getFirst().part("text/plain"))
        .contains("What to do: docs/operations.md#");

    alertmanager.push(
        """
        [{"labels":{"alertname":"NotAboutIris","instance":"web-07","severity":"warning"},"annotations":{"summary":"web-07 is unwell"}}]""");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(SharedIris.incidents("NotAboutIris")).hasSize(1));
    assertThat(SharedIris.incidents("IrisServiceDown")).isEmpty();
    assertThat(subjects()).noneMatch(subject -> subject.contains("NotAboutIris"));
    assertThat(subjects()).noneMatch(subject -> subject.contains("Watchdog"));
  }

  private static List<String> subjects() {
    return MAIL.mails().stream().map(mail -> Objects.toString(mail.subject(), "")).toList();
  }

  /** Held still, it answers nobody and is not started again. */
  private static void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(IRIS.part(VICTIM).pid());
    assertThat(new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor()).isZero();
  }

  private static String alertmanagerYml(Path key) {
    return Shipped.file("alertmanager.yml")
        .replace("mail.example.org:587", "127.0.0.1:" + MAIL.port())
        .replace("global:\n", "global:\n  smtp_require_tls: false\n")
        .replace(
            "https://iris.example.org/webhooks/alertmanager/default",
            "http://127.0.0.1:" + IRIS.port() + "/webhooks/alertmanager/watched")
        .replace("/etc/alertmanager/iris.key", key.toString())
        .replaceAll("(group_wait|group_interval): \\w+", "$1: 1s");
  }

  private static String prometheusYml(Path key, Path rules) {
    return Shipped.file("prometheus.yml")
        .replaceAll("(_interval): 15s", "$1: 1s")
        .replace("/etc/prometheus/rules", rules.toString())
        .replace("/etc/prometheus/iris.key", key.toString())
        .replace("alertmanager:9093", alertmanager.uri().getAuthority())
        .replace("incident-service:8080", Shipped.address("incident-service"))
        .replace("notifier-service:8080", Shipped.address("notifier-service"))
        .replace("enrollment-service:8080", Shipped.address("enrollment-service"))
        .replace("digest-service:8080", Shipped.address("digest-service"));
  }
}
