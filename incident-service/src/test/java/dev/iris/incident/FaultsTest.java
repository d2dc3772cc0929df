package dev.iris.incident;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** PostgreSQL or Redis is away: the sender hears the truth, and what was accepted is taken up in the end. */
@QuarkusTest
@WithPeers
class FaultsTest {

  @Inject Scenario scenario;

  private final String source = Scenario.newSource();
  private final String body =
      Payload.group("g").firing("HighMemory", "web01", Instant.now()).json();

  @Test
  void shouldAskTheSenderToComeBackWhilePostgresqlIsAway() {
    PostgresResource.server().stop();
    try {
      scenario
          .post(source, body)
          .statusCode(503)
          .contentType("application/problem+json")
          .body("code", equalTo("storage-unavailable"));
      scenario.post(source, "nonsense").statusCode(400);
      assertThat(given().get("/api/v1/incidents").statusCode()).isEqualTo(503);
      assertThat(given().get("/api/v1/ledger").statusCode()).isEqualTo(503);
    } finally {
      PostgresResource.server().start();
    }
    await()
        .atMost(Scenario.PATIENCE)
        .untilAsserted(() -> scenario.post(source, body).statusCode(200));
    scenario.awaitTakenUp(source);
    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(1);
  }

  @Test
  void shouldAcceptWhileRedisIsAwayAndTakeUpAfterwards() {
    RedisResource.server().stop();
    try {
      scenario.post(source, body).statusCode(200);
    } finally {
      RedisResource.server().start();
    }

    scenario.awaitTakenUp(source);
    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(1);
  }
}
