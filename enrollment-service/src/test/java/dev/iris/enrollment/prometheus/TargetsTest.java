package dev.iris.enrollment.prometheus;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.iris.enrollment.EnrollmentScene;
import dev.iris.testing.HttpSink;
import dev.iris.testing.Prometheus;
import dev.iris.testing.RequiresPeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(TargetFolders.class)
class TargetsTest extends EnrollmentScene {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @Inject Targets targets;
  @Inject TargetRepair repair;
  @Inject Instances instances;

  @Test
  void shouldTellOneInstanceAndNotTheOther() throws IOException {
    HostTargets host = Hosts.web("10.0.0.5", Hosts.NODE);

    assertThat(targets.write(TargetFolders.ONE, host)).isTrue();

    assertThat(file(TargetFolders.ONE, host)).content().contains("10.0.0.5:12345");
    assertThat(file(TargetFolders.TWO, host)).doesNotExist();
    Files.setLastModifiedTime(file(TargetFolders.ONE, host), LONG_AGO);
    assertThat(targets.write(TargetFolders.ONE, host)).isFalse();
    assertThat(Files.getLastModifiedTime(file(TargetFolders.ONE, host))).isEqualTo(LONG_AGO);
  }

  @Test
  void shouldRetireWithoutDeletingAndTakeTheHostBack() throws IOException {
    HostTargets host = Hosts.web("10.0.0.6", Hosts.NODE);
    targets.write(TargetFolders.ONE, host);

    assertThat(targets.retire(TargetFolders.ONE, host.hostId())).isTrue();
    assertThat(targets.retire(TargetFolders.ONE, host.hostId())).isFalse();

    assertThat(file(TargetFolders.ONE, host)).doesNotExist();
    assertThat(filesOf(host.hostId()))
        .singleElement()
        .satisfies(name -> assertThat(name).contains(".json.deleted."));
    assertThat(targets.write(TargetFolders.ONE, host)).isTrue();
    assertThat(file(TargetFolders.ONE, host)).exists();
  }

  @Test
  void shouldRepairWhatSomebodyDeletedOrChanged() throws IOException {
    HostTargets changed = Hosts.web("10.0.0.7", Hosts.NODE);
    HostTargets deleted = Hosts.web("10.0.0.8", Hosts.NODE);
    HostTargets retired = Hosts.web("10.0.0.9", Hosts.NODE);
    for (HostTargets host : List.of(changed, deleted, retired)) {
      targets.write(TargetFolders.ONE, host);
    }
    targets.retire(TargetFolders.ONE, retired.hostId());
    Files.writeString(file(TargetFolders.ONE, changed), "[]");
    Files.delete(file(TargetFolders.ONE, deleted));
    Files.writeString(file(TargetFolders.ONE, retired), "[]");
    Path foreign = folder(TargetFolders.ONE).resolve("iris-" + UUID.randomUUID() + ".json");
    Files.writeString(foreign, "[]");

    repair.repair(instances.require(TargetFolders.ONE)).await().atMost(PATIENCE);

    assertThat(file(TargetFolders.ONE, changed)).content().contains("10.0.0.7");
    assertThat(file(TargetFolders.ONE, deleted)).content().contains("10.0.0.8");
    assertThat(file(TargetFolders.ONE, retired)).doesNotExist();
    assertThat(foreign).as("what no row knows").exists();
  }

  @Test
  void shouldForgetNothingWhenTheFolderIsGone() throws IOException {
    HostTargets host = Hosts.web("10.0.0.10", Hosts.NODE);
    targets.write(TargetFolders.TWO, host);
    Path folder = folder(TargetFolders.TWO);
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);

    HostTargets moved =
        new HostTargets(
            host.hostId(), "10.0.0.11", "web-01", Map.of("team", "x"), host.components());
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> targets.write(TargetFolders.TWO, moved))
        .satisfies(e -> assertThat(e.code()).isEqualTo("targets-folder-missing"));
    Files.move(away, folder);

    assertThat(targets.write(TargetFolders.TWO, host)).as("the row is the old one").isFalse();
    assertThat(file(TargetFolders.TWO, host)).content().contains("10.0.0.10");
  }

  @Test
  void shouldAnswerThePrometheusThatAsks() {
    HostTargets host = Hosts.web("10.0.0.12", Hosts.NODE);
    HostTargets gone = Hosts.web("10.0.0.13", Hosts.NODE);
    targets.write(TargetFolders.ASKING, host);
    targets.write(TargetFolders.ASKING, gone);
    targets.retire(TargetFolders.ASKING, gone.hostId());

    String tag =
        given()
            .get("/api/v1/prometheus/" + TargetFolders.ASKING + "/targets")
            .then()
            .statusCode(200)
            .contentType("application/json")
            .body("", hasSize(1))
            .body("[0].targets", equalTo(List.of("10.0.0.12:12345")))
            .body("[0].labels.iris_host", equalTo(host.hostId().toString()))
            .extract()
            .header("ETag");
    given()
        .header("If-None-Match", tag)
        .get("/api/v1/prometheus/" + TargetFolders.ASKING + "/targets")
        .then()
        .statusCode(304);
  }

  /** The whole way round: Prometheus asks Iris for targets, scrapes one, and Iris finds its sample. */
  @Test
  @RequiresPeer("prometheus")
  void shouldBeReadByARealPrometheus(@TempDir Path folder) throws Exception {
    try (HttpSink exporter = HttpSink.start();
        Prometheus prometheus = Prometheus.start(folder, asking(RestAssured.port))) {
      exporter.answerAlways(HttpSink.Answer.status(200).withBody("node_uname_info 1\n"));
      HostTargets host =
          Hosts.web(
              "127.0.0.1",
              ScrapedComponent.ofAlloy("unix", "alloy", "node_uname_info", exporter.port()));
      Instant before = Instant.now();
      targets.write(TargetFolders.ASKING, host);

      assertThat(
              Proofs.at(Map.of("discovery", "http", "url", prometheus.uri().toString()))
                  .of("default", host, before))
          .allMatch(ComponentProof::proven);
    } finally {
      sql("delete from prometheus_target where instance = $1", TargetFolders.ASKING);
    }
  }

  @Test
  void shouldTellOperatorsWhatIsConfiguredAndWhatIsWrongWithIt() {
    given()
        .get("/api/v1/prometheus")
        .then()
        .statusCode(200)
        .body("items.name", hasItems(TargetFolders.ONE, TargetFolders.TWO, TargetFolders.ASKING))
        .body("items.find { it.name == 'test-asking' }.discovery", equalTo("http"))
        .body("items.find { it.name == 'test-asking' }.answers", nullValue())
        .body("items.find { it.name == 'test-silent' }.answers", equalTo(false))
        .body("items.find { it.name == 'test-silent' }.code", equalTo("targets-folder-missing"));
  }

  @Test
  void shouldNeverCallProvenWhatNobodyCouldAsk() {
    HostTargets host = Hosts.web("10.0.0.14", Hosts.NODE);
    targets.write(TargetFolders.ONE, host);
    String path = "/api/v1/prometheus/" + TargetFolders.ONE + "/targets/";

    given()
        .get(path + host.hostId())
        .then()
        .statusCode(200)
        .body("targets.status", equalTo(List.of("unproven")))
        .body("targets.code", equalTo(List.of("prometheus-url-missing")))
        .body("targets[0].labels.environment", equalTo("production"));
    targets.retire(TargetFolders.ONE, host.hostId());
    for (String other : List.of(host.hostId().toString(), "x")) {
      given().get(path + other).then().statusCode(404).body("code", equalTo("target-unknown"));
    }
  }

  @Test
  void shouldAdoptWhatPeopleWroteAndKeepIt() throws IOException {
    Path folder = folder(TargetFolders.TWO);
    String shared =
        """
        [{"targets": ["10.0.0.20:12345", "10.0.0.21:12345", "10.0.0.20:8080"], "labels": {"team": "x"}},
         {"targets": ["web-01.example.org:12345"], "labels": {"instance": "web-01:12345", "room": "7"}}]
        """;
    Files.writeString(folder.resolve("fleet.json"), shared);
    Files.writeString(folder.resolve("old.yml"), "- targets: ['10.0.0.20:12345']\n");
    Files.writeString(folder.resolve("broken.json"), "[{");
    Files.writeString(folder.resolve("other.yml"), "- targets: ['10.0.0.22:12345']\n");
    HostTargets host = Hosts.web("10.0.0.20", Hosts.NODE);

    assertThat(targets.found(TargetFolders.TWO, host))
        .containsExactly(
            new FoundTarget(
                "fleet.json",
                List.of("10.0.0.20:12345", "web-01.example.org:12345"),
                Map.of("team", "x", "instance", "web-01:12345", "room", "7"),
                true),
            new FoundTarget("old.yml", List.of("10.0.0.20:12345"), Map.of(), false));
    targets.adopt(TargetFolders.TWO, host);

    assertThat(targets.found(TargetFolders.TWO, host)).isEmpty();
    assertThat(folder.resolve("fleet.json"))
        .content()
        .contains("10.0.0.21:12345", "10.0.0.20:8080", "team")
        .doesNotContain("10.0.0.20:12345", "room");
    assertThat(folder.resolve("old.yml")).doesNotExist();
    assertThat(folder.resolve("other.yml")).exists();
    assertThat(adopted(folder)).hasSize(2).anySatisfy(file -> assertThat(file).hasContent(shared));
  }

  @Test
  void shouldNotTouchAFileWhoseCommentsWouldBeLost() throws IOException {
    Path file = folder(TargetFolders.TWO).resolve("with-comments.yml");
    String text = "# by hand\n- targets: ['10.0.0.30:12345', '10.0.0.31:12345']\n";
    Files.writeString(file, text);

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> targets.adopt(TargetFolders.TWO, Hosts.web("10.0.0.30", Hosts.NODE)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("target-file-shared"));

    assertThat(file).hasContent(text);
  }

  @Test
  void shouldKnowOnlyWhatIsConfigured() {
    given()
        .get("/api/v1/prometheus/nowhere/targets")
        .then()
        .statusCode(404)
        .body("code", equalTo("prometheus-unknown"));
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> targets.write("nowhere", Hosts.web("10.0.0.5", Hosts.NODE)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("prometheus-unknown"));
  }

  private static String asking(int port) {
    return """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: iris-hosts
            http_sd_configs:
              - url: http://127.0.0.1:%d/api/v1/prometheus/%s/targets
                refresh_interval: 1s
        """
        .formatted(port, TargetFolders.ASKING);
  }

  private static List<Path> adopted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().contains(".adopted.")).toList();
    }
  }

  private Path folder(String instance) {
    return instances.require(instance).folder().orElseThrow();
  }

  private Path file(String instance, HostTargets host) {
    return folder(instance).resolve("iris-" + host.hostId() + ".json");
  }

  private List<String> filesOf(UUID host) throws IOException {
    try (Stream<Path> files = Files.list(folder(TargetFolders.ONE))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.contains(host.toString()))
          .toList();
    }
  }
}
