package dev.iris.enrollment.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchRunTest extends BatchScene {

  private static final String IN_FLIGHT =
      "select count(*) from enrollment where state in ('queued', 'running')";

  @Test
  void shouldFinishTwoHundredHostsThoughItsWorkerDiesAndThenRetryOnlyTheFailed() {
    List<String> all = addresses(200);
    List<String> away = all.subList(150, 180);
    transport.unreachable(away);
    transport.hang();
    String id = submit(body(strict(), 10, all));
    await().untilAsserted(() -> assertThat(count(IN_FLIGHT)).isEqualTo(10));
    await().untilAsserted(() -> assertThat(transport.hanging).hasValue(10));
    // From here on the worker that hangs is not heard of any more.
    sql(
        "update enrollment set lease_owner = 'dead', lease_until = now() - interval '1 s' where state = 'running'");
    // People are told of what was more than a look.
    sql("update batch set dry_run = false");
    transport.goOn();

    await()
        .untilAsserted(
            () -> {
              assertThat(count(IN_FLIGHT)).isLessThanOrEqualTo(10);
              batch(id).body("status", equalTo("finished"));
            });

    batch(id).body("counts.succeeded", equalTo(170)).body("counts.failed", equalTo(30));
    assertThat(count("select count(*) from enrollment")).isEqualTo(200);
    JsonPath failed = hosts(id, "failed");
    assertThat(failed.getList("items.address", String.class)).containsExactlyElementsOf(away);
    assertThat(failed.getList("items.code", String.class)).containsOnly("host-unreachable");
    assertThat(published("BatchFinished"))
        .singleElement()
        .satisfies(event -> assertThat(event).contains("host-unreachable", "10.77.4.151"));
    assertThat(published("EnrollmentFinished")).isEmpty();
    assertThat(count("select count(*) from credential")).isZero();

    transport.reachable();
    post(id, "retry", "{}").statusCode(400).body("errors.field", equalTo(List.of("login")));
    post(id, "retry", "{'login':%s}".formatted(login())).statusCode(200).body("run", equalTo(2));

    await().untilAsserted(() -> batch(id).body("status", equalTo("finished")));
    batch(id).body("counts.succeeded", equalTo(200));
    assertThat(count("select count(*) from enrollment")).isEqualTo(230);
    assertThat(count("select count(*) from credential")).isZero();
    assertThat(published("BatchFinished")).hasSize(2);
    post(id, "retry", "{}").statusCode(409).body("code", equalTo("nothing-to-retry"));
  }

  @Test
  void shouldApproveOnlyTheKeysThatSomebodySaw() {
    String id = submit(body("{'policy':'approve'}", 2, addresses(5)));
    // Those that wait take no place from the others.
    await().untilAsserted(() -> batch(id).body("counts.waiting", equalTo(5)));
    JsonPath keys =
        given()
            .get("/api/v1/batches/" + id + "/host-keys?limit=4")
            .then()
            .statusCode(200)
            .body("items", hasSize(4))
            .body("nextCursor", notNullValue())
            .extract()
            .jsonPath();
    List<String> jobs = keys.getList("items.enrollmentId", String.class);
    String right = keys.getString("items[0].fingerprint");
    String wrong = "SHA256:" + "A".repeat(43);

    post(id, "host-keys", "{'approve':true}").statusCode(400);
    post(
            id,
            "host-keys",
            "{'approve':true,'keys':[%s,%s,%s]}"
                .formatted(
                    key(jobs.get(0), right), key(jobs.get(1), right), key(jobs.get(2), wrong)))
        .statusCode(200)
        .body("decided", equalTo(2))
        .body("differing", equalTo(List.of(jobs.get(2))));
    post(id, "host-keys", "{'approve':false,'keys':[%s]}".formatted(key(jobs.get(3), right)))
        .statusCode(200)
        .body("decided", equalTo(1));

    await().untilAsserted(() -> batch(id).body("counts.succeeded", equalTo(2)));
    await().untilAsserted(() -> batch(id).body("counts.failed", equalTo(1)));
    batch(id).body("counts.waiting", equalTo(2)).body("status", equalTo("running"));
    assertThat(hosts(id, "failed").getString("items[0].code")).isEqualTo("host-key-refused");
    assertThat(count("select count(*) from host_key where approved_how = 'approved'")).isEqualTo(2);

    post(id, "cancel", "").statusCode(200);
    await().untilAsserted(() -> batch(id).body("status", equalTo("cancelled")));
    batch(id).body("counts.cancelled", equalTo(2));
    assertThat(count("select count(*) from credential_secret")).isZero();
  }

  @Test
  void shouldNotExceedItsConcurrencyWhenManyKeysAreApprovedAtOnce() {
    String id = submit(body("{'policy':'approve'}", 2, addresses(8)));
    await().untilAsserted(() -> batch(id).body("counts.waiting", equalTo(8)));
    JsonPath keys = given().get("/api/v1/batches/" + id + "/host-keys").jsonPath();
    transport.hang();
    String approved =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    key(
                        keys.getString("items[%d].enrollmentId".formatted(i)),
                        keys.getString("items[%d].fingerprint".formatted(i))))
            .collect(Collectors.joining(","));
    post(id, "host-keys", "{'approve':true,'keys':[%s]}".formatted(approved))
        .statusCode(200)
        .body("decided", equalTo(8));

    await().untilAsserted(() -> assertThat(transport.hanging).hasValue(2));
    assertThat(count(IN_FLIGHT)).isEqualTo(2);
    transport.release();
    await()
        .untilAsserted(
            () -> {
              assertThat(count(IN_FLIGHT)).isLessThanOrEqualTo(2);
              batch(id).body("counts.succeeded", equalTo(8));
            });
  }

  @Test
  void shouldSealItsLoginOnceAndForgetItAtTheEnd() {
    transport.hang();
    String id = submit(body(strict(), 3, addresses(6)));
    await().untilAsserted(() -> assertThat(transport.hanging).hasValue(3));

    assertThat(count("select count(*) from credential")).isEqualTo(1);
    assertThat(count("select count(distinct credential_id) from enrollment")).isEqualTo(1);
    assertThat(dump()).contains("10.77.4.6").doesNotContain("planted-Pa55");
    given().get("/api/v1/credentials").then().body("items", hasSize(0));

    post(id, "cancel", "").statusCode(200);
    await().untilAsserted(() -> batch(id).body("status", equalTo("cancelled")));
    batch(id).body("counts.cancelled", equalTo(6));
    assertThat(count("select count(*) from credential")).isZero();
    post(id, "cancel", "").statusCode(200);
    assertThat(dump()).doesNotContain("planted-Pa55");
  }

  @Test
  void shouldPassByHostsThatHaveAJobOrAreAsTheFileWantsThem() {
    String first = submit(body(strict(), 5, addresses(2)));
    await().untilAsserted(() -> batch(first).body("status", equalTo("finished")));
    sql("update host set state = 'enrolled'");
    sql("update enrollment set dry_run = false");
    transport.hang();
    String busy = submit(body(strict(), 5, addresses(3).subList(2, 3)));
    await().untilAsserted(() -> batch(busy).body("counts.running", equalTo(1)));

    upload("application/json", json(body(strict(), 5, addresses(4))))
        .queryParam("validate", "true")
        .post("/api/v1/batches")
        .then()
        .statusCode(200)
        .body(
            "items.outcome",
            equalTo(
                List.of(
                    "already-enrolled", "already-enrolled", "enrollment-in-progress", "enroll")));
    transport.hanging.set(0);
    String second = submit(body(strict(), 5, addresses(4)));

    await().untilAsserted(() -> batch(second).body("counts.skipped", equalTo(3)));
    assertThat(hosts(second, "skipped").getList("items.code", String.class))
        .containsExactly("already-enrolled", "already-enrolled", "enrollment-in-progress");
    await().untilAsserted(() -> assertThat(transport.hanging).hasValue(1));
    post(busy, "cancel", "").statusCode(200);
    post(second, "cancel", "").statusCode(200);
    await().untilAsserted(() -> batch(second).body("status", equalTo("cancelled")));
  }

  @Test
  void shouldTellWhatFollowedTheLastEventThatSomebodySaw() {
    String id = submit(body(strict(), 2, addresses(4)));
    await().untilAsserted(() -> batch(id).body("status", equalTo("finished")));

    String all = given().get("/api/v1/batches/" + id + "/events").then().extract().asString();
    String rest =
        given()
            .header("Last-Event-ID", "3")
            .get("/api/v1/batches/" + id + "/events")
            .then()
            .extract()
            .asString();

    assertThat(all).contains("id:1\n", "event:status", "event:host", "event:progress");
    assertThat(all.split("\"status\":\"succeeded\"", -1)).hasSize(5);
    assertThat(rest).doesNotContain("id:3\n").contains("id:4\n").contains("\"finished\"");
    assertThat(all).endsWith(rest);
  }

  @Test
  void shouldGiveResultsThatASpreadsheetDoesNotRun() {
    String id = submit(body(strict(), 2, addresses(1)));
    await().untilAsserted(() -> batch(id).body("status", equalTo("finished")));
    sql("update batch_host set hostname = '=1+1'");

    String csv =
        given()
            .get("/api/v1/batches/" + id + "/results.csv")
            .then()
            .statusCode(200)
            .contentType("text/csv")
            .extract()
            .asString();

    assertThat(csv).contains("\"10.77.4.1\",\"22\",\"'=1+1\",\"succeeded\"");
  }

  @Test
  void shouldTellOfASingleJobAndNotOfALook() {
    String single =
        json(
            "{'host':{'address':'10.77.4.1'},'login':%s,'hostKey':%s,'dryRun':true}"
                .formatted(login(), strict()));
    transport.hang();
    given().contentType("application/json").body(single).post("/api/v1/enrollments");
    await().untilAsserted(() -> assertThat(transport.hanging).hasValue(1));
    sql("update enrollment set dry_run = false");
    transport.release();
    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from enrollment where state = 'succeeded'"))
                    .isEqualTo(1));
    given()
        .contentType("application/json")
        .body(single)
        .post("/api/v1/enrollments")
        .then()
        .statusCode(202);
    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from enrollment where state = 'succeeded'"))
                    .isEqualTo(2));

    assertThat(published("EnrollmentFinished"))
        .singleElement()
        .satisfies(event -> assertThat(event).contains("10.77.4.1", "succeeded"));
  }

  @Test
  void shouldListTheNewestFirst() {
    String first = submit(body(strict(), 2, addresses(1)));
    await().untilAsserted(() -> batch(first).body("status", equalTo("finished")));
    String second = submit(body(strict(), 2, addresses(1)));

    given()
        .get("/api/v1/batches?limit=1")
        .then()
        .statusCode(200)
        .body("items.id", equalTo(List.of(second)))
        .body("items.hosts", everyItem(equalTo(1)))
        .body("nextCursor", notNullValue());
    given().get("/api/v1/batches/none").then().statusCode(404);
    await().untilAsserted(() -> batch(second).body("status", equalTo("finished")));
  }

  private static JsonPath hosts(String id, String status) {
    return given()
        .get("/api/v1/batches/" + id + "/hosts?limit=500&status=" + status)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static String key(String job, String fingerprint) {
    return "{'enrollmentId':'%s','fingerprint':'%s'}".formatted(job, fingerprint);
  }

  private static List<String> addresses(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "10.77.4." + i).toList();
  }
}
