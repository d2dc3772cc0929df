package dev.iris.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Iris by {@code ./iris up}, as a person starts it. The services must have been built. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LocalModeIT {

  private static final Path CHECKOUT = Path.of(System.getProperty("iris.checkout", "../.."));
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> PARTS =
      List.of(
          "incident-service",
          "notifier-service",
          "enrollment-service",
          "digest-service",
          "gateway",
          "redis",
          "postgresql");

  private final Path folder;
  private final Path data;
  private final int port = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  LocalModeIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.data = folder.resolve("data");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroy();
      process.waitFor();
    }
    http.close();
  }

  @Test
  void shouldTellPeopleAndOutliveItsPartsAndARestart() throws Exception {
    Process iris = up();
    assertThat(get("/health").path("parts").properties()).hasSize(PARTS.size());
    assertThat(pids()).allMatch(ProcessHandle::isAlive);
    assertThat(Files.getPosixFilePermissions(data.resolve("secrets/incident")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    post("web-01");
    awaitMessages(1);

    killAll();
    await().atMost(SOON).untilAsserted(() -> assertThat(status("/health")).isEqualTo(200));
    post("web-02");
    awaitMessages(2);

    List<ProcessHandle> all = pids();
    iris.destroy();
    assertThat(iris.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(iris.exitValue()).isZero();
    assertThat(all).noneMatch(ProcessHandle::isAlive);

    up();
    assertThat(get("/api/v1/incidents").path("items")).hasSize(2);
    awaitMessages(2);
    assertThat(get("/api/v1/ledger").path("balanced").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseASecondIrisOnTheSameData() throws Exception {
    up();

    Process second = iris("up", "--port", Integer.toString(freePort()), "--data", data.toString());

    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(log()).content().contains("Another Iris");
    Process down = iris("down", "--data", data.toString());
    assertThat(down.waitFor()).isZero();
    await().atMost(SOON).untilAsserted(() -> assertThat(started.getFirst().isAlive()).isFalse());
  }

  private Process up() throws Exception {
    Process process = iris("up", "--port", Integer.toString(port), "--data", data.toString());
    String ready = "Iris is ready on http://127.0.0.1:" + port;
    await()
        .atMost(Duration.ofMinutes(3))
        .failFast("./iris up ended", () -> !process.isAlive())
        .untilAsserted(() -> assertThat(log()).content().contains(ready));
    return process;
  }

  private Process iris(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(CHECKOUT.resolve("iris").toString()));
    command.addAll(List.of(arguments));
    Files.deleteIfExists(log());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("IRIS_BUILD", "never");
    Process process = builder.redirectOutput(log().toFile()).start();
    started.add(process);
    return process;
  }

  private Path log() {
    return folder.resolve("iris.log");
  }

  private List<ProcessHandle> pids() {
    return PARTS.stream().map(this::pid).toList();
  }

  private ProcessHandle pid(String part) {
    try {
      String pid = Files.readString(data.resolve("run").resolve(part + ".pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void killAll() {
    List<ProcessHandle> victims = pids();
    victims.forEach(ProcessHandle::destroyForcibly);
    victims.forEach(victim -> victim.onExit().join());
  }

  private void post(String host) throws IOException, InterruptedException {
    String now = Instant.now().toString();
    String webhook =
        """
        {"receiver":"iris","status":"firing","version":"4","externalURL":"http://am:9093","truncatedAlerts":0,
         "groupKey":"{}:{instance=\\"%1$s\\"}","groupLabels":{"instance":"%1$s"},"commonLabels":{},"commonAnnotations":{},
         "alerts":[{"status":"firing","labels":{"alertname":"DiskFull","instance":"%1$s","severity":"critical"},
           "annotations":{"summary":"disk of %1$s is full"},"startsAt":"%2$s","endsAt":"0001-01-01T00:00:00Z",
           "generatorURL":"","fingerprint":"%3$016x"}]}"""
            .formatted(host, now, host.hashCode());
    HttpRequest request =
        HttpRequest.newBuilder(uri("/webhooks/alertmanager"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(webhook))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private void awaitMessages(int each) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              for (String channel : List.of("teams", "mail", "webhook")) {
                JsonNode items = get("/inbox/messages?channel=" + channel).path("items");
                assertThat(items).as(channel).hasSize(each);
              }
            });
  }

  private int status(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
