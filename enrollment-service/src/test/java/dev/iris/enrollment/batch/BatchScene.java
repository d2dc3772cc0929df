package dev.iris.enrollment.batch;

import static io.restassured.RestAssured.given;

import dev.iris.enrollment.EnrollmentScene;
import dev.iris.enrollment.enrolling.FakeTransport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of batches share. */
abstract class BatchScene extends EnrollmentScene {

  @Inject FakeTransport transport;

  @BeforeEach
  void empty() {
    // What the last test left running may still hold locks.
    await()
        .ignoreExceptions()
        .untilAsserted(() -> sql("truncate batch, enrollment, host, credential, outbox cascade"));
    transport.reset();
  }

  @AfterEach
  void letGo() {
    transport.goOn();
  }

  /** A busy machine is slow; that is not what is tested. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  /** A batch of these hosts, with the password that they take. */
  static String body(String hostKey, int concurrency, List<String> addresses) {
    String hosts =
        addresses.stream()
            .map(address -> "{'address':'%s'}".formatted(address))
            .collect(Collectors.joining(",\n"));
    return "{'login':%s,'hostKey':%s,'labels':{'environment':'test'},'concurrency':%d,'dryRun':true,'hosts':[\n%s]}"
        .formatted(login(), hostKey, concurrency, hosts);
  }

  static String login() {
    return "{'user':'ops','password':'PASSWORD'}";
  }

  static String strict() {
    return "{'policy':'strict','fingerprint':'%s'}"
        .formatted(FakeTransport.key("first").fingerprint());
  }

  static String json(String text) {
    return text.replace('\'', '"')
        .replace("PASSWORD", FakeTransport.PASSWORD.replace("\"", "\\\""));
  }

  static RequestSpecification upload(String type, String text) {
    // Not with a charset of the client's choice behind it.
    return given().contentType(type).body(text.getBytes(StandardCharsets.UTF_8));
  }

  static String submit(String body) {
    return upload("application/json", json(body))
        .post("/api/v1/batches")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  static ValidatableResponse batch(String id) {
    return given().get("/api/v1/batches/" + id).then().statusCode(200);
  }

  static ValidatableResponse post(String id, String what, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(json(body))
        .post("/api/v1/batches/" + id + "/" + what)
        .then();
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
    return all.toString();
  }

  /** What was published of that type, as JSON. */
  List<String> published(String type) {
    return StreamSupport.stream(sql("select o::text from outbox o").spliterator(), false)
        .map(row -> row.getString(0))
        .filter(text -> text.contains(type))
        .toList();
  }
}
