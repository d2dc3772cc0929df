package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.iris.enrollment.prometheus.FakePrometheus;
import dev.iris.enrollment.registry.Rounds;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of a host after it was enrolled. */
@QuarkusTest
class HostLifeTest extends JobScene {

  @Inject Rounds rounds;

  @Test
  void shouldHaveNewLabelsInItsTargetsAtOnce() {
    String host = enrolled();

    given()
        .contentType(ContentType.JSON)
        .body("{\"labels\":{\"location\":\"Rack \\\"7\\\"\",\"environment\":null}}")
        .patch("/api/v1/hosts/" + host)
        .then()
        .statusCode(200)
        .body("host.labels.location", equalTo("Rack \"7\""));

    assertThat(file(host))
        .content()
        .contains("\"location\" : \"Rack \\\"7\\\"\"")
        .doesNotContain("environment");
    assertThat(transport.logins).hasValue(1);
  }

  @Test
  void shouldKeepLabelsAndTargetsInStepWhenTargetsCannotBeWritten() throws IOException {
    String host = enrolled();
    Path folder = FakePrometheus.folder();
    Path moved = folder.resolveSibling("moved-" + folder.getFileName());
    Files.move(folder, moved);
    try {
      given()
          .contentType(ContentType.JSON)
          .body("{\"labels\":{\"location\":\"elsewhere\"}}")
          .patch("/api/v1/hosts/" + host)
          .then()
          .statusCode(503)
          .body("code", equalTo("targets-folder-missing"));
    } finally {
      Files.move(moved, folder);
    }

    host(host).body("host.labels.location", equalTo(null));
    assertThat(file(host)).content().doesNotContain("elsewhere");
  }

  @Test
  void shouldBeTakenOutOfSightAndComeBackAsTheSame() {
    String host = enrolled();

    decommission(host).statusCode(200).body("host.status", equalTo("decommissioned"));

    assertThat(files())
        .singleElement()
        .satisfies(name -> assertThat(name).startsWith("iris-" + host + ".json.deleted."));
    host(host).body("hostKeys.size()", equalTo(0));
    transport.shows(FakeTransport.key("installed anew"));
    String again =
        submit(
            enroll("")
                .replace(
                    FakeTransport.key("first").fingerprint(),
                    FakeTransport.key("installed anew").fingerprint()));
    ended(again, "succeeded").body("hostId", equalTo(host));
    assertThat(file(host)).exists();
    assertThat(files()).hasSize(2);
  }

  @Test
  void shouldEndItsJobsWhenItIsDecommissioned() {
    String host = enrolled();
    transport.hangAt("install begins");
    String id = submit(enroll(""));
    await().untilAsserted(() -> assertThat(transport.hanging).hasPositiveValue());

    decommission(host).statusCode(200);

    ended(id, "cancelled");
    host(host).body("host.status", equalTo("decommissioned"));
  }

  @Test
  void shouldBeDecommissionedByAJobThatAlsoUninstalls() {
    String host = enrolled();

    String id =
        submit(
            body(strict(), ",'action':'decommission','uninstall':true")
                .replace(",'hostname':'web-01'", ""));

    ended(id, "succeeded")
        .body("changed", equalTo(true))
        .body("steps.name", equalTo(List.of("retire", "connect", "inspect", "remove")));
    host(host).body("host.status", equalTo("decommissioned"));
    assertThat(agents.host).isEmpty();
    assertThat(files()).allMatch(name -> name.contains(".deleted."));
  }

  @Test
  void shouldDecommissionNoHostThatIrisDoesNotKnow() {
    post(body(strict(), ",'action':'decommission'").replace(",'hostname':'web-01'", ""), null)
        .statusCode(404)
        .body("code", equalTo("host-not-found"));
  }

  @Test
  void shouldAskAgainForAKeyThatWasForgotten() {
    String host = enrolled();
    String fingerprint = FakeTransport.key("first").fingerprint();

    given()
        .contentType(ContentType.JSON)
        .delete("/api/v1/hosts/{id}/host-keys/{key}", host, fingerprint)
        .then()
        .statusCode(204);
    given()
        .contentType(ContentType.JSON)
        .delete("/api/v1/hosts/{id}/host-keys/{key}", host, fingerprint)
        .then()
        .statusCode(404)
        .body("code", equalTo("host-key-not-found"));

    String id = submit(dryRun("{'policy':'approve'}"));
    await().untilAsserted(() -> job(id).body("status", equalTo("waiting")));
  }

  @Test
  void shouldBeBrokenAfterTwoMissesAndWellAfterASample() {
    String host = enrolled();
    FakePrometheus.is(FakePrometheus.Mood.REFUSED);

    look();
    host(host).body("host.health.status", equalTo("healthy"));
    look();
    host(host)
        .body("host.status", equalTo("enrolled"))
        .body("host.health.status", equalTo("unhealthy"))
        .body("host.health.segment", equalTo("port"))
        .body("host.health.code", equalTo("port-refused"));
    FakePrometheus.is(FakePrometheus.Mood.AWAY);
    look();
    host(host).body("host.health.status", equalTo("unhealthy"));
    FakePrometheus.is(FakePrometheus.Mood.WELL);
    look();
    host(host).body("host.health.status", equalTo("healthy"));
    given()
        .get("/api/v1/hosts?status=enrolled")
        .then()
        .body("items.health.status", hasItem("healthy"));
  }

  @Test
  void shouldBecomeEnrolledWhenASampleComesLater() {
    FakePrometheus.is(FakePrometheus.Mood.AWAY);
    String host = ended(submit(enroll("")), "unproven").extract().path("hostId");

    FakePrometheus.is(FakePrometheus.Mood.WELL);
    look();

    host(host).body("host.status", equalTo("enrolled"));
  }

  private void look() {
    sql("update host_check set checked_at = now() - interval '1 h'");
    rounds.round();
  }

  private String enrolled() {
    return ended(submit(enroll("")), "succeeded").extract().path("hostId");
  }

  private static ValidatableResponse decommission(String host) {
    return given().contentType(ContentType.JSON).delete("/api/v1/hosts/" + host).then();
  }

  private static Path file(String host) {
    return FakePrometheus.folder().resolve("iris-" + host + ".json");
  }

  private static List<String> files() {
    try (Stream<Path> files = Files.list(FakePrometheus.folder())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
