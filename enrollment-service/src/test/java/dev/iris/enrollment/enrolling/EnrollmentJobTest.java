package dev.iris.enrollment.enrolling;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EnrollmentJobTest extends JobScene {

  /** Of a dry run that came to its end. */
  private static final List<String> LOOKED =
      List.of(
          "done", "done", "done", "skipped", "skipped", "skipped", "skipped", "skipped", "skipped",
          "skipped");

  @Test
  void shouldWaitForTheHostKeyBeforeItSendsAnythingAndThenGoOn() {
    String id = submit(dryRun("{'policy':'approve'}"));

    await().untilAsserted(() -> job(id).body("status", equalTo("waiting")));
    assertThat(transport.logins).hasValue(0);
    String fingerprint =
        job(id).body("hostId", equalTo(null)).extract().path("hostKey.fingerprint");
    decide(id, "SHA256:" + "A".repeat(43), true)
        .statusCode(409)
        .body("code", equalTo("host-key-differs"));
    decide(id, fingerprint, true).statusCode(200);

    await().untilAsserted(() -> job(id).body("status", equalTo("succeeded")));
    String host = job(id).body("steps.status", equalTo(LOOKED)).extract().path("hostId");
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
    String id = submit(dryRun("{'policy':'approve'}"));
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
    String first = submit(dryRun(strict()));
    await().untilAsserted(() -> job(first).body("status", equalTo("succeeded")));
    transport.shows(FakeTransport.key("second"));

    String second = submit(dryRun("{'policy':'approve'}"));

    await().untilAsserted(() -> job(second).body("status", equalTo("failed")));
    job(second)
        .body("steps[0].code", equalTo("host-key-changed"))
        .body("steps[1].status", equalTo("skipped"));
  }

  @Test
  void shouldNotTryARefusedLoginAgain() {
    String id = submit(dryRun(strict()).replace("PASSWORD", "not-it-at-all"));

    await().untilAsserted(() -> job(id).body("status", equalTo("failed")));
    job(id).body("steps[0].code", equalTo("login-failed")).body("steps[0].remedy", notNullValue());
    assertThat(transport.logins).hasValue(1);
  }

  @Test
  void shouldLetAnotherWorkerGoOnWithTheStepWhereOneDied() {
    transport.hangAt(FakeTransport.LOOK);
    String id = submit(dryRun(strict()));
    await().untilAsserted(() -> assertThat(transport.hanging).hasPositiveValue());

    goOnElsewhere(id, "succeeded");

    assertThat(count("select runs from enrollment")).isGreaterThanOrEqualTo(2);
    assertThat(transport.logins.get()).isGreaterThanOrEqualTo(2);
    job(id).body("steps.status", equalTo(LOOKED));
  }

  @Test
  void shouldRefuseASecondJobForAHostAndRepeatTheSameRequest() {
    transport.hangAt(FakeTransport.LOOK);
    String id = post(dryRun(strict()), "key-1").statusCode(202).extract().path("id");

    post(dryRun(strict()), "key-1")
        .statusCode(202)
        .header("Location", containsString(id))
        .body("id", equalTo(id));
    post(dryRun(strict()), "key-2")
        .statusCode(409)
        .body("code", equalTo("enrollment-in-progress"))
        .body("detail", containsString(id));
    post(dryRun(strict()).replace(ADDRESS, "10.77.0.12"), "key-1")
        .statusCode(409)
        .body("code", equalTo("idempotency-key-reused"));
  }

  @Test
  void shouldTellWhatFollowedTheLastEventThatSomebodySaw() {
    String id = submit(dryRun(strict()));
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
                "color"));
  }
}
