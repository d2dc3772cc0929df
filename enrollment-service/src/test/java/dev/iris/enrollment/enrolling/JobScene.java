package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.iris.enrollment.EnrollmentScene;
import dev.iris.enrollment.agent.FakeAgents;
import dev.iris.enrollment.prometheus.FakePrometheus;
import dev.iris.outbox.Background;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of jobs share: hosts and a Prometheus in memory, and ways to ask for jobs and to look at them. */
@QuarkusTestResource(FakePrometheus.class)
abstract class JobScene extends EnrollmentScene {

  static final String ADDRESS = "10.77.0.11";

  @Inject FakeTransport transport;
  @Inject FakeAgents agents;
  @Inject Background background;
  @Inject Claims claims;
  @Inject JobRunner runner;
  @Inject JobsConfig config;
  @Inject InstantSource clock;

  @BeforeEach
  void empty() throws IOException {
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> sql("truncate enrollment, host, credential, prometheus_target cascade"));
    transport.reset();
    agents.reset();
    FakePrometheus.forget();
    FakePrometheus.is(FakePrometheus.Mood.WELL);
  }

  @AfterEach
  void letGo() {
    transport.reset();
  }

  /** A busy machine is slow; that is not what is tested. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  Worker worker(String owner) {
    return new Worker(owner, background, claims, runner, config, clock);
  }

  /** The worker that has the job is not heard of any more; another one goes on with it until it is in this state. */
  void goOnElsewhere(String id, String status) {
    Worker other = worker("other");
    sql("update enrollment set lease_owner = 'dead', lease_until = now() - interval '1 s'");
    transport.goOn();
    try {
      await()
          .untilAsserted(
              () -> {
                background.run(() -> other.sweep().subscribe().with(done -> {}));
                job(id).body("status", equalTo(status));
              });
    } finally {
      other.halt();
    }
  }

  static String strict() {
    return "{'policy':'strict','fingerprint':'%s'}"
        .formatted(FakeTransport.key("first").fingerprint());
  }

  /** A request; {@code more} are further fields, each with a comma before it. */
  static String body(String hostKey, String more) {
    return "{'host':{'address':'%s','hostname':'web-01'},'login':{'user':'ops','password':'PASSWORD'},'hostKey':%s%s}"
        .formatted(ADDRESS, hostKey, more);
  }

  static String dryRun(String hostKey) {
    return body(hostKey, ",'labels':{'environment':'production'},'dryRun':true");
  }

  static String enroll(String more) {
    return body(strict(), ",'labels':{'environment':'production'}" + more);
  }

  static String submit(String body) {
    return post(body, null)
        .statusCode(202)
        .header("Location", matchesPattern(".*/api/v1/enrollments/[0-9a-f-]{36}"))
        .extract()
        .path("id");
  }

  static ValidatableResponse post(String body, @Nullable String key) {
    String json =
        body.replace('\'', '"').replace("PASSWORD", FakeTransport.PASSWORD.replace("\"", "\\\""));
    var request = given().contentType(ContentType.JSON).body(json);
    return (key == null ? request : request.header("Idempotency-Key", key))
        .post("/api/v1/enrollments")
        .then();
  }

  static ValidatableResponse decide(String id, String fingerprint, boolean approve) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"fingerprint\":\"%s\",\"approve\":%s}".formatted(fingerprint, approve))
        .post("/api/v1/enrollments/" + id + "/host-key")
        .then();
  }

  static void cancel(String id) {
    given()
        .contentType(ContentType.JSON)
        .post("/api/v1/enrollments/" + id + "/cancel")
        .then()
        .statusCode(200);
  }

  static ValidatableResponse job(String id) {
    return given().get("/api/v1/enrollments/" + id).then().statusCode(200);
  }

  /** The job once it has come to that. */
  static ValidatableResponse ended(String id, String status) {
    await()
        .untilAsserted(
            () ->
                assertThat(List.of("succeeded", "unproven", "failed", "cancelled"))
                    .contains(job(id).extract().<String>path("status")));
    return job(id).body("status", equalTo(status));
  }

  static ValidatableResponse host(String id) {
    return given().get("/api/v1/hosts/" + id).then().statusCode(200);
  }

  /** All that lies in the schema, as text. */
  String dump() {
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
