package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.iris.enrollment.EnrollmentScene;
import dev.iris.outbox.Background;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EnrollmentJobTest extends EnrollmentScene {

  @Inject FakeTransport transport;
  @Inject Background background;
  @Inject Claims claims;
  @Inject JobRunner runner;
  @Inject JobsConfig config;
  @Inject InstantSource clock;

  @BeforeEach
  void empty() {
    await()
        .ignoreExceptions()
        .untilAsserted(() -> sql("truncate enrollment, host, credential cascade"));
    transport.reset();
  }

  @AfterEach
  void letGo() {
    transport.goOn();
  }

  @Test
  void shouldWaitForTheHostKeyBeforeItSendsAnythingAndThenGoOn() {
    String id = submit("10.77.0.11", "{'policy':'approve'}");

    await().untilAsserted(() -> job(id).body("status", equalTo("waiting")));
    assertThat(transport.logins).hasValue(0);
    String fingerprint =
        job(id).body("hostId", equalTo(null)).extract().path("hostKey.fingerprint");
    decide(id, "SHA256:" + "A".repeat(43), true)
        .statusCode(409)
        .body("code", equalTo("host-key-differs"));
    decide(id, fingerprint, true).statusCode(200);

    await().untilAsserted(() -> job(id).body("status", equalTo("succeeded")));
    String host =
        job(id).body("steps.status", equalTo(List.of("done", "done"))).extract().path("hostId");
    given()
        .get("/api/v1/hosts/" + host)
        .then()
        .statusCode(200)
        .body("host.hostname", equalTo("web-01"))
        .body("host.labels.environment", equalTo("production"))
        .body("hostKeys.fingerprint", equalTo(List.of(fingerprint)))
        .body("hostKeys.approvedHow", equalTo(List.of("approved")));
    assertThat(count("select count(*) from credential")).isZero();
  }

  @Test
  void shouldEndWhenTheHostKeyIsRefused() {
    String id = submit("10.77.0.11", "{'policy':'approve'}");
    await().untilAsserted(() -> job(id).body("status", equalTo("waiting")));

    decide(id, FakeTransport.key("first").fingerprint(), false)
        .statusCode(200)
        .body("status", equalTo("failed"))
        .body("steps[0].code", equalTo("host-key-refused"));

    assertThat(transport.logins).hasValue(0);
    assertThat(count("select count(*) from credential_secret")).isZero();
  }

  @Test
  void shouldRefuseAKeyThatChanged() {
    String first = submit("10.77.0.11", strict());
    await().untilAsserted(() -> job(first).body("status", equalTo("succeeded")));
    transport.shows(FakeTransport.key("second"));

    String second = submit("10.77.0.11", "{'policy':'approve'}");

    await().untilAsserted(() -> job(second).body("status", equalTo("failed")));
    job(second)
        .body("steps[0].code", equalTo("host-key-changed"))
        .body("steps[1].status", equalTo("skipped"));
  }

  @Test
  void shouldNotTryARefusedLoginAgain() {
    String id =
        post(
                body("10.77.0.11", "login")
                    .replace("'LOGIN'", "{'user':'ops','password':'not-it-at-all'}"),
                null)
            .statusCode(202)
            .extract()
            .path("id");

    await().untilAsserted(() -> job(id).body("status", equalTo("failed")));
    job(id).body("steps[0].code", equalTo("login-failed")).body("steps[0].remedy", notNullValue());
    assertThat(transport.logins).hasValue(1);
  }

  @Test
  void shouldLetAnotherWorkerGoOnWithTheStepWhereOneDied() {
    transport.hang();
    Worker other = worker("other");
    String id = submit("10.77.0.11", strict());
    await().untilAsserted(() -> assertThat(transport.commands).hasPositiveValue());
    // From here on the worker that hangs in the step is not heard of any more.
    sql("update enrollment set lease_owner = 'dead', lease_until = now() - interval '1 s'");
    transport.goOn();
    await()
        .untilAsserted(
            () -> {
              background.run(() -> other.sweep().subscribe().with(done -> {}));
              job(id).body("status", equalTo("succeeded"));
            });

    assertThat(count("select runs from enrollment")).isGreaterThanOrEqualTo(2);
    assertThat(transport.logins.get()).isGreaterThanOrEqualTo(2);
    job(id).body("steps.status", equalTo(List.of("done", "done")));
    other.halt();
  }

  @Test
  void shouldCancelWithinAStep() {
    transport.hang();
    String id = submit("10.77.0.11", strict());
    await().untilAsserted(() -> assertThat(transport.commands).hasPositiveValue());

    given()
        .contentType(ContentType.JSON)
        .post("/api/v1/enrollments/" + id + "/cancel")
        .then()
        .statusCode(200);

    await().untilAsserted(() -> job(id).body("status", equalTo("cancelled")));
    job(id).body("steps.status", equalTo(List.of("done", "cancelled")));
    assertThat(count("select count(*) from credential")).isZero();
  }

  @Test
  void shouldRefuseASecondJobForAHostAndRepeatTheSameRequest() {
    transport.hang();
    String id = post(body("10.77.0.11", strict()), "key-1").statusCode(202).extract().path("id");

    post(body("10.77.0.11", strict()), "key-1")
        .statusCode(202)
        .header("Location", containsString(id))
        .body("id", equalTo(id));
    post(body("10.77.0.11", strict()), "key-2")
        .statusCode(409)
        .body("code", equalTo("enrollment-in-progress"))
        .body("detail", containsString(id));
    post(body("10.77.0.12", strict()), "key-1")
        .statusCode(409)
        .body("code", equalTo("idempotency-key-reused"));
  }

  @Test
  void shouldTellWhatFollowedTheLastEventThatSomebodySaw() {
    String id = submit("10.77.0.11", strict());
    await().untilAsserted(() -> job(id).body("status", equalTo("succeeded")));

    String all =
        given()
            .get("/api/v1/enrollments/" + id + "/events")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    String rest =
        given()
            .header("Last-Event-ID", "2")
            .get("/api/v1/enrollments/" + id + "/events")
            .then()
            .statusCode(200)
            .extract()
            .asString();

    assertThat(all).contains("id:1\n", "event:status", "event:step", "\"status\":\"succeeded\"");
    assertThat(rest).doesNotContain("id:1\n").doesNotContain("id:2\n").contains("id:3\n");
    assertThat(all).endsWith(rest);
  }

  @Test
  void shouldKeepNoSecretAnywhereButInTheVault() {
    String secret = FakeTransport.PASSWORD;
    String base64 =
        Base64.getEncoder().encodeToString(("x" + secret + "y").getBytes(StandardCharsets.UTF_8));
    transport.prints("password was " + secret + " or " + base64 + "\n");
    String id = submit("10.77.0.11", strict());
    await().untilAsserted(() -> job(id).body("status", equalTo("succeeded")));

    job(id)
        .body("steps[1].output", containsString("[redacted]"))
        .body(not(containsString("planted-Pa55")));
    assertThat(dump()).doesNotContain("planted-Pa55").doesNotContain(base64.substring(4, 30));
  }

  @Test
  void shouldNameEveryFieldAtFaultAtOnce() {
    post(
            "{'host':{'address':'../../etc/x','port':0,'hostname':'../../etc/x'},'transport':'telnet','login':{'user':'-rf'},'hostKey':{'policy':'strict'},'services':'all','labels':{'maintainer':'a','__address__':'b'},'prometheus':'../x','color':1}",
            null)
        .statusCode(400)
        .body(
            "errors.field",
            hasItems(
                "host.address",
                "host.port",
                "host.hostname",
                "transport",
                "login.user",
                "login.privateKey",
                "hostKey.fingerprint",
                "services",
                "labels.maintainer",
                "labels.__address__",
                "prometheus",
                "dryRun",
                "color"));
  }

  /** A busy machine is slow; that is not what is tested. */
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  private Worker worker(String owner) {
    return new Worker(owner, background, claims, runner, config, clock);
  }

  private static String strict() {
    return "{'policy':'strict','fingerprint':'%s'}"
        .formatted(FakeTransport.key("first").fingerprint());
  }

  private static String body(String address, String hostKey) {
    String login = hostKey.equals("login") ? "'LOGIN'" : "{'user':'ops','password':'PASSWORD'}";
    String key = hostKey.equals("login") ? strict() : hostKey;
    return "{'host':{'address':'%s','hostname':'web-01'},'login':%s,'hostKey':%s,'labels':{'environment':'production'},'dryRun':true}"
        .formatted(address, login, key);
  }

  private static String submit(String address, String hostKey) {
    return post(body(address, hostKey), null)
        .statusCode(202)
        .header("Location", matchesPattern(".*/api/v1/enrollments/[0-9a-f-]{36}"))
        .extract()
        .path("id");
  }

  private static ValidatableResponse post(String body, @Nullable String key) {
    String json =
        body.replace('\'', '"').replace("PASSWORD", FakeTransport.PASSWORD.replace("\"", "\\\""));
    var request = given().contentType(ContentType.JSON).body(json);
    return (key == null ? request : request.header("Idempotency-Key", key))
        .post("/api/v1/enrollments")
        .then();
  }

  private static ValidatableResponse decide(String id, String fingerprint, boolean approve) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"fingerprint\":\"%s\",\"approve\":%s}".formatted(fingerprint, approve))
        .post("/api/v1/enrollments/" + id + "/host-key")
        .then();
  }

  private static ValidatableResponse job(String id) {
    return given().get("/api/v1/enrollments/" + id).then().statusCode(200);
  }

  /** All that lies in the schema, as text. */
  private String dump() {
    StringBuilder all = new StringBuilder();
    for (Row table :
        sql("select tablename::text from pg_tables where schemaname = current_schema()")) {
      for (Row row : sql("select t::text from %s t".formatted(table.getString(0)))) {
        all.append(row.getString(0)).append('\n');
      }
    }
    assertThat(all).contains("web-01");
    return all.toString();
  }
}
