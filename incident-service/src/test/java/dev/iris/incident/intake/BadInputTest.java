package dev.iris.incident.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refused and counted, or taken: never a 5xx, never half a group. */
@QuarkusTest
@WithPeers
class BadInputTest {

  private static final int MIB = 1024 * 1024;

  @Inject Scenario scenario;

  private final String source = Scenario.newSource();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | webhook-not-json", "[] | webhook-not-an-object",
            "{} | webhook-version-unsupported",
        "{\"version\":\"4\"} | webhook-alerts-missing",
            "{\"version\":\"4\",\"alerts\":[]} | webhook-alerts-empty", "'' | webhook-not-json"
      })
  void shouldRefuseAndCount(String body, String code) {
    scenario
        .post(source, body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo(code));

    assertThat(
            scenario.count(
                "select requests from refusal where source = $1 and reason = $2", source, code))
        .isEqualTo(1);
    assertThat(scenario.count("select count(*) from intake where source = $1", source)).isZero();
    assertThat(given().get("/q/metrics").asString())
        .contains("iris_webhooks_refused_total{")
        .contains("reason=\"" + code + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Upper",
    "-dash",
    "a.b",
    "a%2Fb",
    "%00",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  })
  void shouldRefuseASourceThatIsNoName(String name) {
    assertThat(
            given()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{}")
                .post("/webhooks/alertmanager/" + name)
                .statusCode())
        .isIn(400, 404);
  }

  @Test
  void shouldRefuseWhatIsTooLargeOrNotSaidToBeJson() {
    scenario
        .post(source, "{\"version\":\"4\",\"x\":\"" + "x".repeat(8 * MIB) + "\",\"alerts\":[{}]}")
        .statusCode(413)
        .contentType("application/problem+json");
    given()
        .contentType("text/plain")
        .body("{}")
        .post("/webhooks/alertmanager")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void shouldTakeABodyThatIsAlmostTooLarge() {
    String body =
        Payload.group("g")
            .firing(
                Map.of("alertname", "Large", "x", "x".repeat(8 * MIB - 1_000)),
                Map.of(),
                Instant.now())
            .json();

    scenario.send(source, body);

    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(1);
  }

  @Test
  void shouldSetAsideWhatIsUnusableAndGoOnWithItsNeighbours() {
    JsonObject odd =
        Payload.labels("Odd\0LONE", "<b>{{7*7}}</b>")
            .put("text", "x".repeat(65_536))
            .put("n".repeat(65_536), "name");
    scenario.send(
        source,
        Payload.group("g\0")
            .raw(7)
            .raw(
                Payload.alert(
                    "firing", new JsonObject(), "2026-01-01T00:00:00Z", "0001-01-01T00:00:00Z"))
            .raw(Payload.alert("firing", odd, "2026-01-01T00:00:00Z", "garbage"))
            .raw(
                Payload.alert(
                    "firing",
                    Payload.labels("Old", "a"),
                    "0000-01-01T00:00:00Z",
                    "0001-01-01T00:00:00Z"))
            .raw(
                Payload.alert(
                    "firing",
                    Payload.labels("New", "a"),
                    "9999-12-31T23:59:59.999999Z",
                    "0001-01-01T00:00:00Z"))
            .raw(
                Payload.alert(
                    "resolved",
                    Payload.labels("Old", "a"),
                    "0000-01-01T00:00:00Z",
                    "9999-12-31T23:59:59Z"))
            .raw(
                Payload.alert(
                    "firing",
                    Payload.labels("A".repeat(65_536), "B".repeat(65_536)),
                    "2026-01-01T00:00:00Z",
                    ""))
            .json()
            .replace("LONE", "\\ud83d"));

    assertThat(
            scenario.rows(
                "select ordinal, outcome, reason from occurrence o join intake i on i.id = o.intake_id where i.source = $1 order by 1",
                source))
        .extracting(row -> row.getString("outcome") + " " + row.getString("reason"))
        .containsExactly(
            "rejected not-an-object",
            "rejected labels-missing",
            "news null",
            "news null",
            "news null",
            "news null",
            "news null");
    given()
        .queryParam("service", "shop")
        .queryParam("q", "7*7")
        .get("/api/v1/incidents")
        .then()
        .statusCode(200)
        .body("items.find { it.source == '" + source + "' }.alertName", equalTo("Odd\uFFFD\uFFFD"));
    given()
        .queryParam("alertName", "Old")
        .get("/api/v1/incidents")
        .then()
        .statusCode(200)
        .body(
            "items.find { it.source == '" + source + "' }.startsAt",
            equalTo("0000-01-01T00:00:00Z"));
  }
}
