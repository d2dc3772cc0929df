package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyIterable;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.iris.enrollment.prometheus.FakePrometheus;
import dev.iris.enrollment.prometheus.FakePrometheus.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EnrollmentStepsTest extends JobScene {

  private static final List<String> NAMES =
      List.of(
          "connect",
          "inspect",
          "check",
          "install",
          "configure",
          "validate",
          "firewall",
          "start",
          "register",
          "verify");

  private static final Map<String, Integer> EACH_ONCE =
      Map.of("install", 1, "configure", 1, "firewall", 1, "start", 1);

  @Test
  void shouldEnrolAHostAndProveIt() throws IOException {
    String id = submit(enroll(""));

    ValidatableResponse job = ended(id, "succeeded");

    job.body("steps.name", equalTo(NAMES))
        .body("steps.status", everyItem(equalTo("done")))
        .body("changed", equalTo(true))
        .body("plan", nullValue());
    String host = job.extract().path("hostId");
    host(host)
        .body("host.status", equalTo("enrolled"))
        .body("host.health.status", equalTo("healthy"))
        .body("host.labels.environment", equalTo("production"));
    assertThat(targetFile(host))
        .content()
        .contains("10.77.0.11:12345", "\"environment\" : \"production\"", host);
    assertThat(agents.changes).isEqualTo(EACH_ONCE);
    assertThat(told(host)).contains("\"status\":\"enrolled\"");
  }

  @Test
  void shouldLeaveAnEnrolledHostUntouched() {
    String first = submit(enroll(""));
    String host = ended(first, "succeeded").extract().path("hostId");
    long changes = count("select sequence from host");

    String second = submit(body(strict(), ""));

    ended(second, "succeeded")
        .body("changed", equalTo(false))
        .body("steps.changed", everyItem(equalTo(false)));
    assertThat(agents.changes).isEqualTo(EACH_ONCE);
    assertThat(count("select sequence from host")).isEqualTo(changes);
    host(host).body("host.labels.environment", equalTo("production"));
  }

  @Test
  void shouldSayWhatADryRunWouldChangeAndChangeNothing() throws IOException {
    Files.writeString(
        FakePrometheus.folder().resolve("legacy.yml"),
        "- targets: ['10.77.0.11:12345']\n  labels: {team: web}\n");
    transport.runs("nginx.service", "mariadb.service", "docker.service");

    String id = submit(enroll(",'dryRun':true"));

    ended(id, "succeeded")
        .body("changed", equalTo(false))
        .body(
            "plan.changes.step", hasItems("install", "configure", "firewall", "start", "register"))
        .body("plan.changes.what", hasItem(containsString("legacy.yml")))
        .body("plan.config", containsString("prometheus.exporter.unix"))
        .body("plan.targets.labels.job", hasItems("alloy", "nginx"))
        .body("steps[1].output", containsString("docker"))
        .body("steps[1].output", containsString("mariadb runs: mysql; left out"))
        .body("steps[3].status", equalTo("skipped"));
    assertThat(agents.host).isEmpty();
    assertThat(files()).containsExactly("legacy.yml");
    assertThat(count("select count(*) from prometheus_target")).isZero();
    assertThat(count("select count(*) from host where state = 'new'")).isEqualTo(1);
  }

  @Test
  void shouldAdoptWhatPeopleHadWritten() throws IOException {
    Files.writeString(
        FakePrometheus.folder().resolve("legacy.yml"),
        "- targets: ['10.77.0.11:12345']\n  labels: {team: web}\n");

    String id = submit(enroll(""));

    ended(id, "succeeded").body("steps[8].output", containsString("legacy.yml"));
    assertThat(files())
        .hasSize(2)
        .anyMatch(name -> name.startsWith("legacy.yml.adopted."))
        .anyMatch(name -> name.startsWith("iris-"));
  }

  @Test
  void shouldPlanNothingForAHostThatIsAsItShouldBe() {
    ended(submit(enroll("")), "succeeded");

    ended(submit(enroll(",'dryRun':true")), "succeeded").body("plan.changes", emptyIterable());
  }

  @Test
  void shouldNotCallAHostEnrolledThatNobodyCanProve() {
    FakePrometheus.is(Mood.AWAY);

    String id = submit(enroll(""));

    String host =
        ended(id, "unproven")
            .body("steps[9].status", equalTo("unproven"))
            .body("steps[9].code", equalTo("prometheus-unreachable"))
            .extract()
            .path("hostId");
    host(host).body("host.status", equalTo("unproven"));
  }

  @Test
  void shouldNameTheSegmentThatIsBroken() {
    FakePrometheus.is(Mood.REFUSED);

    String id = submit(enroll(""));

    String host =
        ended(id, "failed")
            .body("steps[9].status", equalTo("failed"))
            .body("steps[9].segment", equalTo("port"))
            .body("steps[9].code", equalTo("port-refused"))
            .body("steps[9].remedy", containsString("10.77.0.11:12345"))
            .extract()
            .path("hostId");
    host(host).body("host.status", equalTo("unproven"));
  }

  @Test
  void shouldChangeNothingWhileSomethingIsInTheWay() {
    agents.obstruct("disk-full");
    agents.obstruct("clock-skew");

    String id = submit(enroll(""));

    ended(id, "failed")
        .body("changed", equalTo(false))
        .body("steps[2].code", equalTo("disk-full"))
        .body("steps[2].remedy", equalTo("Remove it."))
        .body("steps[2].output", containsString("clock-skew"));
    assertThat(agents.host).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldSayThatTargetsCannotBeWrittenBeforeItChangesTheHost() throws IOException {
    Path moved =
        FakePrometheus.folder().resolveSibling("moved-" + FakePrometheus.folder().getFileName());
    Files.move(FakePrometheus.folder(), moved);
    try {
      ended(submit(enroll("")), "failed").body("steps[2].code", equalTo("targets-folder-missing"));
    } finally {
      Files.move(moved, FakePrometheus.folder());
    }
    assertThat(agents.host).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "configure", "validate", "firewall", "start"})
  void shouldEndWhereTheHostRefuses(String step) {
    agents.refuse(step, "no-" + step);

    String id = submit(enroll(""));

    int at = NAMES.indexOf(step);
    ended(id, "failed")
        .body("steps[%d].code".formatted(at), equalTo("no-" + step))
        .body("steps[%d].output".formatted(at), containsString("it does not work"))
        .body("steps[%d].status".formatted(at + 1), equalTo("skipped"));
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeTransport.LOGIN,
        FakeTransport.LOOK,
        "check begins",
        "install begins",
        "install ends",
        "configure begins",
        "configure ends",
        "validate begins",
        "firewall begins",
        "firewall ends",
        "start begins",
        "start ends"
      })
  void shouldGoOnWhereAWorkerDied(String place) {
    transport.hangAt(place);
    String id = submit(enroll(""));
    await().untilAsserted(() -> assertThat(transport.hanging).hasPositiveValue());

    goOnElsewhere(id, "succeeded");

    job(id).body("steps.status", everyItem(equalTo("done")));
    assertThat(agents.changes).isEqualTo(EACH_ONCE);
  }

  @Test
  void shouldProveAgainWhereAWorkerDiedWhileItWaited() {
    FakePrometheus.is(Mood.EMPTY);
    String id = submit(enroll(""));
    await().untilAsserted(() -> job(id).body("steps[9].status", equalTo("running")));

    FakePrometheus.is(Mood.WELL);
    goOnElsewhere(id, "succeeded");

    assertThat(agents.changes).isEqualTo(EACH_ONCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeTransport.LOGIN,
        FakeTransport.LOOK,
        "check begins",
        "install begins",
        "configure begins",
        "validate begins",
        "firewall begins",
        "start begins"
      })
  void shouldEndInAStepWhenItIsToldTo(String place) {
    transport.hangAt(place);
    String id = submit(enroll(""));
    await().untilAsserted(() -> assertThat(transport.hanging).hasPositiveValue());

    cancel(id);

    ended(id, "cancelled").body("steps.status", hasItem("cancelled"));
    assertThat(count("select count(*) from credential")).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldEndWhileItWaitsForASampleWhenItIsToldTo() {
    FakePrometheus.is(Mood.EMPTY);
    String id = submit(enroll(""));
    await().untilAsserted(() -> job(id).body("steps[9].status", equalTo("running")));

    cancel(id);

    ended(id, "cancelled").body("steps[9].status", equalTo("cancelled"));
  }

  @Test
  void shouldSetUpWhatWasAskedForAndTheHostItself() {
    String id =
        submit(
            enroll(
                ",'services':[{'type':'postgresql','settings':{'user':'monitor','password':'planted-pg-Pa55'}}],'version':'1.18.1-1'"));

    ended(id, "succeeded")
        .body("request.services.type", equalTo(List.of("postgresql", "node")))
        .body("request.services[0].secrets", equalTo(List.of("password")))
        .body("request.services[0].settings.user", equalTo("monitor"))
        .body(not(containsString("planted-pg")));
    assertThat(agents.host.get("configure"))
        .contains("prometheus.exporter.postgres", "planted-pg-Pa55");
    assertThat(agents.host).containsEntry("install", "1.18.1-1");
    assertThat(count("select count(*) from enrollment_secret")).isZero();
  }

  @Test
  void shouldRefuseServicesThatCannotBeAtOnce() {
    post(
            enroll(
                ",'services':[{'type':'oracle'},{'type':'postgresql','settings':{'port':'x','password':'planted'}}],'prometheus':'nowhere','version':'-rf'"),
            null)
        .statusCode(400)
        .body(
            "errors.field",
            hasItems("services[0].type", "services[1].settings.port", "prometheus", "version"))
        .body(not(containsString("planted")));
  }

  @Test
  void shouldRefuseATemplateThatNothingCouldProve() {
    String before = given().get("/api/v1/templates/node").then().extract().path("text");
    int version = given().get("/api/v1/templates/node").then().extract().path("version");
    put(
        "node",
        before + "\nprometheus.exporter.blackbox \"x\" { config = \"{ modules: {} }\" }\n",
        version);
    try {
      ended(submit(enroll("")), "failed").body("steps[2].code", equalTo("component-unprovable"));
      assertThat(agents.host).isEmpty();
    } finally {
      put("node", before, version + 1);
    }
  }

  @Test
  void shouldGoThroughAJumpHostWhoseKeyIsGiven() {
    String jump =
        "'jump':{'address':'10.77.0.5','hostKey':{'fingerprint':'%s'}}"
            .formatted(FakeTransport.key("first").fingerprint());

    String id = submit(enroll("").replace("'hostname':'web-01'", "'hostname':'web-01'," + jump));

    ended(id, "succeeded");
    assertThat(transport.jumps).isNotEmpty().allMatch(one -> one.address().equals("10.77.0.5"));
  }

  @Test
  void shouldNotGoThroughAJumpHostWhoseKeyNobodyKnows() {
    String id =
        submit(
            enroll("")
                .replace(
                    "'hostname':'web-01'",
                    "'hostname':'web-01','jump':{'address':'10.77.0.5','port':2222}"));

    ended(id, "failed").body("steps[0].code", equalTo("jump-key-unknown"));
    assertThat(transport.logins).hasValue(0);
  }

  private static void put(String type, String text, int basedOn) {
    given()
        .contentType("application/json")
        .body(Map.of("text", text, "basedOn", basedOn))
        .put("/api/v1/templates/" + type)
        .then()
        .statusCode(200);
  }

  private static Path targetFile(String host) {
    return FakePrometheus.folder().resolve("iris-" + host + ".json");
  }

  private static List<String> files() {
    try (Stream<Path> files = Files.list(FakePrometheus.folder())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** All that others were told of a host. */
  private String told(String host) {
    StringBuilder all = new StringBuilder();
    sql("select o::text from outbox o where o::text like '%" + host + "%'")
        .forEach(row -> all.append(row.getString(0)));
    return all.toString().replace("\\\"", "\"").replace("\"\"", "\"").replace(" ", "");
  }
}
