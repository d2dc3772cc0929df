package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static dev.iris.outbox.OutboxScenario.newSource;
import static dev.iris.outbox.OutboxScenario.redis;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be handled is set aside, seen and, once the cause is gone, handled. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
class PoisonTest {

  @Inject OutboxScenario scenario;

  @Inject AlertsConsumer consumer;

  @AfterEach
  void repair() {
    consumer.repair();
  }

  @Test
  void shouldHandleAPoisonedEventAfterItsReplay() {
    String source = newSource();
    consumer.breakFor(source);
    scenario.publish(source, 1);
    Map<String, Object> entry = awaitEntry(source);
    assertThat(entry)
        .containsEntry("stream", OutboxScenario.STREAM)
        .containsEntry("group", "test")
        .containsEntry("deliveries", 2)
        .containsEntry("exceptionClass", IllegalStateException.class.getName())
        .containsEntry("replayedAt", null);
    assertThat(scenario.effects(source)).isZero();

    consumer.repair();
    replay(String.valueOf(entry.get("id")))
        .statusCode(200)
        .body("replayedAt", Matchers.notNullValue());

    scenario.awaitEffects(source, 1);
    replay(String.valueOf(entry.get("id"))).statusCode(200);
    scenario.awaitAllHandled();
    assertThat(scenario.effects(source)).isEqualTo(1);
  }

  @Test
  void shouldSetAsideAtOnceWhatIsNoEvent() {
    String text = "no event but " + newSource();
    redis().command("XADD", OutboxScenario.STREAM, "*", "payload", text);

    Map<String, Object> entry = awaitEntry(text);

    assertThat(entry).containsEntry("deliveries", 1).containsEntry("payload", text);
  }

  @Test
  void shouldPageThroughEntries() {
    String source = newSource();
    consumer.breakFor(source);
    scenario.publish(source, 2);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries(source)).hasSize(2));

    ValidatableResponse first = list("limit=1").statusCode(200).body("items", Matchers.hasSize(1));
    String cursor = first.extract().path("nextCursor");
    ValidatableResponse second =
        list("limit=1&cursor=" + cursor).statusCode(200).body("items", Matchers.hasSize(1));

    String firstId = first.extract().path("items[0].id");
    String secondId = second.extract().path("items[0].id");
    assertThat(secondId).isNotEqualTo(firstId);
    list("cursor=made-up").statusCode(400).body("code", Matchers.equalTo("cursor-invalid"));
  }

  @Test
  void shouldTellUnknownEntriesAndServicesApart() {
    replay(UUID.randomUUID())
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", Matchers.is("poison-not-found"));
    replay("no-uuid").statusCode(404).body("code", Matchers.is("poison-not-found"));
    given().get("/api/v1/poison/test-service").then().statusCode(200);
    given()
        .get("/api/v1/poison/notifier")
        .then()
        .statusCode(404)
        .body("code", Matchers.is("poison-not-found"));
  }

  private Map<String, Object> awaitEntry(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries(text)).hasSize(1));
    return entries(text).getFirst();
  }

  private static List<Map<String, Object>> entries(String text) {
    List<Map<String, Object>> all = list("limit=500").statusCode(200).extract().path("items");
    return all.stream()
        .filter(entry -> String.valueOf(entry.get("payload")).contains(text))
        .toList();
  }

  private static ValidatableResponse list(String query) {
    return given().get("/api/v1/poison/test?" + query).then();
  }

  private static ValidatableResponse replay(Object id) {
    return given()
        .contentType("application/json")
        .post("/api/v1/poison/test/" + id + "/replay")
        .then();
  }
}
