package dev.iris.notifier.receipt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierScene;
import dev.iris.testing.HttpSink.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DeliveryApiTest extends NotifierScene {

  @Test
  void shouldShowTheReceiptOfEachAttempt() {
    webhook("hook", true);
    http.answerNext(Answer.status(503));
    NotificationRequested notification = News.of(News.firing("critical", "DiskFull", "db01"));
    request(notification);
    await().untilAsserted(() -> assertThat(count("select count(*) from attempt")).isEqualTo(1));
    clock.advance(Duration.ofSeconds(2));
    await()
        .untilAsserted(
            () -> assertStates(notification.notificationId(), Map.of("hook", "accepted")));

    String id = deliveries(notification.notificationId()).getString("items[0].id");

    given()
        .get("/api/v1/deliveries/" + id)
        .then()
        .statusCode(200)
        .body("delivery.alert", equalTo("DiskFull on db01"))
        .body("delivery.recipient", equalTo("hook"))
        .body("receipts.outcome", contains("retry", "accepted"))
        .body("receipts.statusCode", contains(503, 200))
        .body("receipts.errorCode", contains("http-503", null));
  }

  @Test
  void shouldListInPagesAndByFilter() {
    webhook("one", true);
    webhook("two", true);
    for (int i = 0; i < 5; i++) {
      request(News.of(News.firing("critical", "Alert" + i, "db01")));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from delivery where state = 'accepted'"))
                    .isEqualTo(10));

    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      var page = given().queryParam("limit", 3);
      if (cursor != null) {
        page.queryParam("cursor", cursor);
      }
      var json = page.get("/api/v1/deliveries").then().statusCode(200).extract().jsonPath();
      seen.addAll(json.getList("items.id"));
      cursor = json.getString("nextCursor");
    } while (cursor != null);

    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    given()
        .queryParam("channel", "one")
        .queryParam("status", "accepted")
        .get("/api/v1/deliveries")
        .then()
        .body("items", hasSize(5));
    given()
        .queryParam("status", "failed")
        .get("/api/v1/deliveries")
        .then()
        .body("items", hasSize(0));
    given()
        .queryParam("from", "2100-01-01T00:00:00Z")
        .get("/api/v1/deliveries")
        .then()
        .body("items", hasSize(0));
    given()
        .queryParam("to", "2100-01-01T00:00:00+02:00")
        .get("/api/v1/deliveries")
        .then()
        .body("items", hasSize(10));
  }

  @ParameterizedTest
  @CsvSource({
    "status,lost",
    "notification,x",
    "from,yesterday",
    "to,2026-13-01T00:00:00Z",
    "from,-999999999-01-01T00:00:00Z",
    "limit,0",
    "limit,501",
    "limit,x",
    "cursor,x",
    "cursor,AAAA",
    "channel,a%00b"
  })
  void shouldRefuseParametersThatMakeNoSense(String name, String value) {
    given()
        .urlEncodingEnabled(false)
        .get("/api/v1/deliveries?" + name + "=" + value)
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void shouldNotKnowWhatIsNotThere() {
    given()
        .get("/api/v1/deliveries/no-uuid")
        .then()
        .statusCode(404)
        .body("code", equalTo("delivery-not-found"));
    given().get("/api/v1/deliveries/" + new java.util.UUID(1, 2)).then().statusCode(404);
  }
}
