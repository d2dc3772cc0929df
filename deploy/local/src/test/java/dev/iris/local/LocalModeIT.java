package dev.iris.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.LocalIris;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Iris by {@code ./iris up}, as a person starts it. The services must have been built. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LocalModeIT {

  private static final Path CHECKOUT = Path.of(System.getProperty("iris.checkout", "../.."));
  private static final Map<String, String> NO_BUILD = Map.of("IRIS_BUILD", "never");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> SERVICES =
      List.of("incident-service", "notifier-service", "enrollment-service", "digest-service");
  private static final List<String> PARTS =
      Stream.concat(SERVICES.stream(), Stream.of("gateway", "redis", "postgresql")).toList();

  private final Path data;

  LocalModeIT(@TempDir Path folder) {
    this.data = folder.resolve("data");
  }

  @Test
  void shouldOutliveTheDeathOfAllItsPartsAndARestart() throws Exception {
    List<ProcessHandle> processes;
    try (LocalIris iris = LocalIris.start(CHECKOUT, data, NO_BUILD)) {
      assertThat(iris.get("/health").path("parts").properties()).hasSize(PARTS.size() + 1);
      assertThat(Files.getPosixFilePermissions(data.resolve("secrets/incident")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      post(iris, "web-01");
      awaitMessages(iris, 1);

      PARTS.forEach(iris::kill);
      awaitHealth(iris);
      post(iris, "web-02");
      awaitMessages(iris, 2);
      processes = PARTS.stream().map(iris::part).toList();
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);

    try (LocalIris iris = LocalIris.start(CHECKOUT, data, NO_BUILD)) {
      assertThat(iris.get("/api/v1/incidents").path("items")).hasSize(2);
      awaitMessages(iris, 2);
      assertThat(iris.get("/api/v1/ledger").path("balanced").asBoolean()).isTrue();
    }
  }

  @Test
  void shouldRunReplicasAndRefuseASecondIrisOnTheSameData() throws Exception {
    try (LocalIris iris = LocalIris.start(CHECKOUT, data, NO_BUILD, "--replicas", "2")) {
      assertThat(iris.part("incident-service-2").isAlive()).isTrue();
      assertThat(iris.part("notifier-service-2").isAlive()).isTrue();

      assertThatThrownBy(() -> LocalIris.start(CHECKOUT, data, NO_BUILD))
          .hasMessageContaining("Another Iris");
      assertThat(down()).isZero();

      await().atMost(SOON).untilAsserted(() -> assertThat(iris.launcher().isAlive()).isFalse());
    }
  }

  @Test
  void shouldEndWhatAKilledLauncherLeftBehind() {
    List<ProcessHandle> leftovers;
    try (LocalIris iris = LocalIris.start(CHECKOUT, data, NO_BUILD)) {
      leftovers = PARTS.stream().map(iris::part).toList();
      iris.launcher().destroyForcibly();
      iris.launcher().onExit().join();
      assertThat(leftovers).allMatch(ProcessHandle::isAlive);
    }

    LocalIris.start(CHECKOUT, data, NO_BUILD).close();

    assertThat(leftovers).noneMatch(ProcessHandle::isAlive);
  }

  private int down() throws IOException, InterruptedException {
    String script = CHECKOUT.resolve("iris").toAbsolutePath().normalize().toString();
    return new ProcessBuilder(script, "down", "--data", data.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  private static void post(LocalIris iris, String host) {
    String webhook =
        """
        {"receiver":"iris","status":"firing","version":"4","externalURL":"http://am:9093","truncatedAlerts":0,
         "groupKey":"{}:{instance=\\"%1$s\\"}","groupLabels":{"instance":"%1$s"},"commonLabels":{},"commonAnnotations":{},
         "alerts":[{"status":"firing","labels":{"alertname":"DiskFull","instance":"%1$s","severity":"critical"},
           "annotations":{"summary":"disk of %1$s is full"},"startsAt":"%2$s","endsAt":"0001-01-01T00:00:00Z",
           "generatorURL":"","fingerprint":"%3$016x"}]}"""
            .formatted(host, Instant.now(), host.hashCode());
    assertThat(iris.send("POST", "/webhooks/alertmanager", webhook, Map.of()).status())
        .isEqualTo(200);
  }

  private static void awaitHealth(LocalIris iris) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(iris.send("GET", "/health", "", Map.of()).status()).isEqualTo(200));
  }

  private static void awaitMessages(LocalIris iris, int each) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              for (String channel : List.of("teams", "mail", "webhook")) {
                assertThat(iris.get("/inbox/messages?channel=" + channel).path("items"))
                    .as(channel)
                    .hasSize(each);
              }
            });
  }
}
