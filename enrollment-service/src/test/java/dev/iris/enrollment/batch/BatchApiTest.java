package dev.iris.enrollment.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.iris.web.IrisProblem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchApiTest extends BatchScene {

  @Inject BatchReader reader;

  @Test
  void shouldTakeItsOwnTemplates() {
    String credential = credential("{}");
    for (Template template : Template.values()) {
      String format = template.name().toLowerCase(Locale.ROOT);
      String text =
          given()
              .get("/api/v1/batches/templates/" + format)
              .then()
              .statusCode(200)
              .header("Content-Disposition", containsString("hosts." + format))
              .extract()
              .asString();
      var upload = upload(template.mediaType(), text).queryParam("validate", "true");
      (template == Template.CSV
              ? upload.queryParam("credentialId", credential).queryParam("dryRun", "true")
              : upload)
          .post("/api/v1/batches")
          .then()
          .statusCode(200)
          .body("toEnroll", equalTo(3))
          .body("items.hostname", contains("web-01", "db-01", "mail-01"))
          .body("items[2].address", equalTo("2001:db8:0:0:0:0:0:13"))
          .body("items[2].port", equalTo(2222));
    }
    assertThat(count("select count(*) from batch")).isZero();
  }

  @Test
  void shouldNameAllFaultsOfAllRowsAtOnceAndBeginNothing() {
    String credential = credential("{'networks':['10.77.0.0/16']}");
    String csv =
        """
        address;port;hostname;label.location;label.maintainer;services
        10.77.0.11;22;web-01;;;
        =cmd|' /C calc'!A0;0;../../etc/x;;a;-rf

        10.77.0.11;22;again;;;
        10.77.0.12;x;db-01;"a\tb";;
        ;22;;;;
        10.77.0.13;22;h;;;;;more
        """;

    upload("text/csv; charset=utf-8", csv)
        .queryParam("credentialId", credential)
        .queryParam("dryRun", "true")
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body("code", equalTo("request-invalid"))
        .body("errors.findAll { it.line == 8 }.field", contains("column 8"));
    upload("text/csv", csv.lines().limit(7).toList().stream().reduce("", (a, b) -> a + b + "\n"))
        .queryParam("credentialId", credential)
        .queryParam("dryRun", "true")
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body(
            "errors.findAll { it.line == 3 }.field",
            hasItems("address", "port", "hostname", "label.maintainer", "services"))
        .body("errors.findAll { it.line == 5 }.message", contains(containsString("line 2")))
        .body("errors.findAll { it.line == 6 }.field", hasItems("port", "label.location"))
        .body("errors.findAll { it.line == 7 }.field", contains("address"));
    assertThat(count("select count(*) from batch") + count("select count(*) from enrollment"))
        .isZero();
  }

  @Test
  void shouldTellOnceWhatIsWrongWithWhatIsCommon() {
    upload(
            "application/yaml",
            """
            login: {user: ops, password: x, colour: red}
            labels: {maintainer: a}
            prometheus: ../x
            concurrency: 100000
            speed: 9
            dryRun: true
            hosts:
              - address: 10.77.0.11
              - address: 10.77.0.12
                prometheus: ../x
              - address: 10.77.0.13
                labels: {__name__: x}
              - nonsense
              - address: 10.77.0.14
                colour: red
            """)
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body(
            "errors.field",
            hasItems(
                "login.colour",
                "labels.maintainer",
                "prometheus",
                "concurrency",
                "speed",
                "hosts[1].prometheus",
                "hosts[2].labels.__name__",
                "hosts[3]",
                "hosts[4].colour"))
        .body("errors", hasSize(9))
        .body("errors.find { it.field == 'hosts[2].labels.__name__' }.line", equalTo(11));
  }

  @Test
  void shouldSendAStoredCredentialOnlyWhereItMayBeUsed() {
    String credential = credential("{'networks':['10.77.0.0/16']}");

    upload("text/csv", "address\n10.77.0.11\n10.78.0.11\n")
        .queryParam("credentialId", credential)
        .queryParam("dryRun", "true")
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body("errors.field", contains("credentialId"))
        .body("errors.line", contains(3));
  }

  @Test
  void shouldNotTakeTheFirstKeyOfAHostThatAPasswordIsSentTo() {
    upload(
            "application/json",
            json(body("{'policy':'accept-first'}", 1, List.of("10.77.0.11", "10.77.0.12"))))
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body("errors.field", contains("hostKey.policy"));
  }

  @Test
  void shouldMakeTheSameRequestTheSameBatch() {
    String body = json(body(strict(), 2, List.of("10.77.0.11")));
    transport.hang();
    String id = keyed(body).statusCode(202).extract().path("id");

    keyed(body).statusCode(202).body("id", equalTo(id));
    keyed(json(body(strict(), 3, List.of("10.77.0.11"))))
        .statusCode(409)
        .body("code", equalTo("idempotency-key-reused"));
  }

  @Test
  void shouldKeepParametersOfCsvOutOfOtherFormats() {
    upload("application/json", json(body(strict(), 2, List.of("10.77.0.11"))))
        .queryParam("dryRun", "true")
        .queryParam("validate", "maybe")
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body("errors.field", contains("validate"));
    upload("text/plain", "address\n10.77.0.11\n").post("/api/v1/batches").then().statusCode(415);
    upload("text/csv", "address\n10.77.0.11\n")
        .queryParam("password", "x")
        .post("/api/v1/batches")
        .then()
        .statusCode(400)
        .body("errors.field", contains("password"));
  }

  /** Bytes of good files, torn and mixed: a batch or a list of faults, and nothing else. */
  @Test
  void shouldReadOrRefuseWhatIsLeftOfAGoodFile() {
    Random random = new Random(20261123);
    for (int round = 0; round < 1500; round++) {
      Template template = List.of(Template.values()).get(round % 3);
      byte[] torn = tear(template.text().getBytes(StandardCharsets.UTF_8), random);
      try {
        BatchFile file =
            switch (template) {
              case CSV ->
                  CsvReader.read(
                      torn, JsonNodeFactory.instance.objectNode().put("dryRun", true), 100);
              case JSON -> TreeReader.json(torn, 100);
              case YAML -> TreeReader.yaml(torn, 100);
            };
        assertThat(reader.read(file).hosts()).isNotEmpty();
      } catch (IrisProblem problem) {
        assertThat(problem.status()).isEqualTo(400);
      }
    }
  }

  private static byte[] tear(byte[] good, Random random) {
    byte[] torn = good.clone();
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(torn.length);
      switch (random.nextInt(3)) {
        case 0 -> torn[at] = (byte) random.nextInt(256);
        case 1 -> torn[at] = good[random.nextInt(good.length)];
        default -> {
          int length = Math.min(random.nextInt(20), torn.length - at);
          System.arraycopy(good, random.nextInt(good.length - length), torn, at, length);
        }
      }
    }
    return torn;
  }

  private static ValidatableResponse keyed(String body) {
    return upload("application/json", body)
        .header("Idempotency-Key", "batch-1")
        .post("/api/v1/batches")
        .then();
  }

  private static String credential(String uses) {
    return given()
        .contentType(ContentType.JSON)
        .body(json("{'name':'fleet','user':'ops','password':'PASSWORD','uses':%s}".formatted(uses)))
        .post("/api/v1/credentials")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
