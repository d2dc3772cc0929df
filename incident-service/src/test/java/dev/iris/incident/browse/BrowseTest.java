package dev.iris.incident.browse;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithPeers
class BrowseTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");

  @Inject Scenario scenario;

  private final String source = Scenario.newSource();

  /** The service label of all that this test sends: no other test's incidents are in the way. */
  private final String service = source;

  @BeforeEach
  void send() {
    Payload payload = Payload.group("g");
    for (int i = 0; i < 7; i++) {
      payload.firing(
          Map.of(
              "alertname",
              i % 2 == 0 ? "HighMemoryUsage" : "DiskFull",
              "instance",
              "web0" + i + ".example.org:9100",
              "severity",
              i < 3 ? "Critical" : "warning",
              "service",
              service,
              "service_type",
              "postgresql",
              "rack",
              "10.0.0." + i),
          Map.of("summary", "Trouble №" + i + " with <b>bold</b>"),
          START.plusSeconds(i / 2 * 60L));
    }
    scenario.send(source, payload.json());
    scenario.send(
        source,
        Payload.group("h")
            .raw(
                Payload.alert(
                    "resolved",
                    new JsonObject()
                        .put("alertname", "HighMemoryUsage")
                        .put("instance", "web00.example.org:9100")
                        .put("severity", "Critical")
                        .put("service", service)
                        .put("service_type", "postgresql")
                        .put("rack", "10.0.0.0"),
                    START.toString(),
                    START.plusSeconds(30).toString()))
            .json());
  }

  @ParameterizedTest
  @CsvSource({
    "status, firing, 6",
    "status, resolved, 1",
    "status, acknowledged, 0",
    "alertName, DiskFull, 3",
    "instance, web03.example.org:9100, 1",
    "severity, CRITICAL, 3",
    "serviceType, postgresql, 7",
    "serviceType, nginx, 0",
    "from, 2026-03-01T10:01:00.123456Z, 5",
    "to, 2026-03-01T10:01:00.123456Z, 2",
    "from, 2026-03-01T12:01:00.123456+02:00, 5",
    "q, memory, 4",
    "q, Memory web, 4",
    "q, highmem, 4",
    "q, web03, 1",
    "q, 10.0.0.3, 1",
    "q, 0.0.3, 1",
    "q, nothing, 0",
    "q, example.org:9100, 7",
    "q, №3, 1",
    "q, 100%, 0"
  })
  void shouldFilter(String filter, String value, int found) {
    assertThat(list(Map.of(filter, value)).getList("items")).hasSize(found);
  }

  @Test
  void shouldCombineFilters() {
    assertThat(
            list(Map.of(
                    "alertName",
                    "DiskFull",
                    "severity",
                    "warning",
                    "status",
                    "firing",
                    "q",
                    "trouble"))
                .getList("items"))
        .hasSize(2);
  }

  @Test
  void shouldShowAllThatIsPromisedOfAnItem() {
    JsonPath item = list(Map.of("instance", "web00.example.org:9100"));

    assertThat(item.getMap("items[0]").keySet())
        .isEqualTo(
            Set.of(
                "id",
                "status",
                "alertName",
                "instance",
                "severity",
                "service",
                "summary",
                "startsAt",
                "resolvedAt",
                "source",
                "fingerprint",
                "labels",
                "annotations"));
    assertThat(item.getString("items[0].severity")).isEqualTo("critical");
    assertThat(item.getString("items[0].startsAt")).isEqualTo("2026-03-01T10:00:00.123456Z");
    assertThat(item.getString("items[0].resolvedAt")).isEqualTo("2026-03-01T10:00:30.123456Z");
    assertThat(item.getString("items[0].labels.rack")).isEqualTo("10.0.0.0");
    assertThat(item.getString("items[0].annotations.summary"))
        .isEqualTo("Trouble №0 with <b>bold</b>");
  }

  @Test
  void shouldPageThroughAllInOrderAndEachOnce() {
    List<String> startsAt = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonPath page = list(Map.of("limit", "2", "cursor", cursor));
      assertThat(page.getList("items")).hasSizeLessThanOrEqualTo(2);
      ids.addAll(page.getList("items.id"));
      startsAt.addAll(page.getList("items.startsAt"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);

    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    assertThat(startsAt).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void shouldShowOneIncidentWithItsTimelineAndEpisodes() {
    String id = list(Map.of("status", "resolved")).getString("items[0].id");

    given()
        .get("/api/v1/incidents/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("alertName", equalTo("HighMemoryUsage"))
        .body("timeline.kind", equalTo(List.of("opened", "resolved")))
        .body("timeline[0].happenedAt", equalTo("2026-03-01T10:00:00.123456Z"))
        .body("episodes.endsAt", equalTo(List.of("2026-03-01T10:00:30.123456Z")));
    given()
        .get("/api/v1/incidents/" + UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("code", equalTo("incident-unknown"));
  }

  @Test
  void shouldListWhatANotificationTellsOf() {
    String notification =
        scenario
            .rows(
                "select n.id from notification n where n.source = $1 order by requested_at", source)
            .getFirst()
            .getUUID(0)
            .toString();

    assertThat(list(Map.of("notification", notification)).getList("items")).hasSize(7);
    assertThat(list(Map.of("notification", UUID.randomUUID().toString())).getList("items"))
        .isEmpty();
  }

  @Test
  void shouldListWhatAnAudienceWasNotifiedOfInATime() {
    var notification =
        scenario
            .rows(
                "select n.id, n.audience_id from notification n where n.source = $1 order by id limit 1",
                source)
            .getFirst();
    String audience = notification.getString("audience_id");
    Instant made = Instant.ofEpochMilli(notification.getUUID("id").getMostSignificantBits() >>> 16);
    String from = made.toString();
    String to = made.plusMillis(1).toString();

    assertThat(notifiedOf(audience, from, to)).hasSize(7);
    assertThat(notifiedOf(audience, made.minusMillis(1).toString(), from)).isEmpty();
    assertThat(notifiedOf("somebody-else", from, to)).isEmpty();
  }

  private List<Object> notifiedOf(String audience, String from, String to) {
    return list(Map.of("audience", audience, "notifiedFrom", from, "notifiedTo", to))
        .getList("items");
  }

  @ParameterizedTest
  @CsvSource({
    "audience, default, audience",
    "notifiedFrom, 2026-01-01T00:00:00Z, audience",
    "notifiedTo, soon, notifiedTo",
    "status, open, status",
    "from, yesterday, from",
    "to, 2026-13-01T00:00:00Z, to",
    "from, +99999-01-01T00:00:00Z, from",
    "limit, 0, limit",
    "limit, 501, limit",
    "limit, -1, limit",
    "limit, 1e2, limit",
    "limit, 99999999999999999999, limit",
    "q, !!!, q",
    "q, a b c d e f g h i, q",
    "notification, 42, notification",
    "alertName, NUL, alertName",
    "instance, LONG, instance"
  })
  void shouldRefuseAHostileParameterByItsName(String parameter, String value, String field) {
    String hostile = value.replace("NUL", "a\0b").replace("LONG", "x".repeat(513));

    given()
        .queryParam(parameter, hostile)
        .get("/api/v1/incidents")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", hasItem(field));
  }

  @ParameterizedTest
  @CsvSource({"x", "LTE", "MTox", "'!'", "MjA6MjAyNi0wMy0wMVQxMDowMDowMFozOmFiYw"})
  void shouldRefuseACursorThatIsNotIts(String cursor) {
    given()
        .queryParam("cursor", cursor)
        .get("/api/v1/incidents")
        .then()
        .statusCode(400)
        .body("code", equalTo("cursor-invalid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; drop table incident; --",
        "' or 1=1 --",
        "%",
        "\\",
        "a:*&!b",
        "{{7*7}}",
        "<script>",
        "ẞ😀"
      })
  void shouldTakeAnyTextForText(String text) {
    for (String parameter :
        List.of("alertName", "instance", "service", "severity", "serviceType")) {
      given()
          .queryParam(parameter, text)
          .get("/api/v1/incidents")
          .then()
          .statusCode(200)
          .body("items.size()", equalTo(0));
    }
    assertThat(given().queryParam("q", text).get("/api/v1/incidents").statusCode()).isIn(200, 400);
  }

  @Test
  void shouldRefuseAnIdThatIsNone() {
    given().get("/api/v1/incidents/42").then().statusCode(400).body("errors.field", hasItem("id"));
  }

  @Test
  void shouldServePagesThatRunNothingButTheirOwnScript() {
    for (String path : List.of("/incidents", "/incidents/" + UUID.randomUUID())) {
      given()
          .get(path)
          .then()
          .statusCode(200)
          .contentType("text/html")
          .header("Content-Security-Policy", containsString("default-src 'none'"))
          .body(containsString("/incidents/incidents.js"));
    }
    given().get("/incidents/incidents.js").then().statusCode(200).contentType("text/javascript");
    given().get("/incidents/incidents.css").then().statusCode(200).contentType("text/css");
  }

  private JsonPath list(Map<String, String> filters) {
    Map<String, String> all = new HashMap<>(filters);
    all.put("service", service);
    return given()
        .queryParams(all)
        .get("/api/v1/incidents")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
