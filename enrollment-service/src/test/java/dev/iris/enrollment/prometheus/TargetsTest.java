package dev.iris.enrollment.prometheus;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "enrollment"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(TargetFolders.class)
class TargetsTest {

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
