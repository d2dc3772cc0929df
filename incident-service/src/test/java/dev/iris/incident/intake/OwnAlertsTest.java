package dev.iris.incident.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.intake.OwnGroup.OwnAlert;
import dev.iris.outbox.Transactions;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Alerts that Iris writes itself go the way of all others. */
@QuarkusTest
@WithPeers
class OwnAlertsTest {

  @Inject Scenario scenario;
  @Inject OwnAlerts own;
  @Inject Transactions transactions;

  private final String source = Scenario.newSource();
  private final Instant start = Instant.now().minusSeconds(600);

  @Test
  void shouldResolveWhatAWebhookOpenedAndShowWhoFoundOut() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    Row incident =
        scenario.rows("select id, fingerprint from incident where source = $1", source).getFirst();

    transactions
        .run(transaction -> own.store(resolve(incident.getString("fingerprint")), transaction))
        .await()
        .atMost(Scenario.PATIENCE);
    scenario.awaitTakenUp(source);

    UUID id = incident.getUUID("id");
    given()
        .get("/api/v1/incidents/" + id)
        .then()
        .body("status", equalTo("resolved"))
        .body("timeline.find { it.kind == 'opened' }.text", equalTo(null))
        .body("timeline.find { it.kind == 'resolved' }.text", equalTo("reconciliation"));
  }

  @Test
  void shouldLeaveNothingBehindWhenTheTransactionIsRolledBack() {
    assertThat(
            transactions
                .run(
                    transaction ->
                        own.store(resolve("00000000000000aa"), transaction)
                            .chain(
                                () ->
                                    Uni.createFrom()
                                        .failure(new IllegalStateException("on purpose"))))
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(Scenario.PATIENCE))
        .isNull();

    assertThat(scenario.count("select count(*) from intake where source = $1", source)).isZero();
    assertThat(
            scenario.count("select count(*) from outbox where payload like $1", "%" + source + "%"))
        .isZero();
  }

  @Test
  void shouldLetNoSenderSpeakForIris() {
    scenario
        .post(OwnAlerts.SOURCE, Payload.group("g").firing("Fake", "web01", start).json())
        .statusCode(403)
        .contentType("application/problem+json")
        .body("code", equalTo("webhook-source-reserved"));

    assertThat(
            scenario.count(
                "select requests from refusal where source = 'iris' and reason = 'webhook-source-reserved'"))
        .isEqualTo(1);
  }

  private OwnGroup resolve(String fingerprint) {
    return new OwnGroup(
        source,
        Origin.RECONCILIATION,
        Map.of("alertname", "HighMemory"),
        List.of(
            new OwnAlert(
                Alert.Status.RESOLVED,
                fingerprint,
                Map.of("alertname", "HighMemory", "instance", "web01"),
                Map.of(),
                start,
                Instant.now(),
                null)));
  }
}
