package dev.iris.incident.heartbeat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.MovableClock;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.intake.OwnAlerts;
import dev.iris.outbox.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas watch sources, each with a clock of its own that only the test moves. */
@QuarkusTest
@WithPeers
class HeartbeatTest {

  private static final Duration LONG = Duration.ofMinutes(16);

  @Inject Scenario scenario;
  @Inject Transactions transactions;
  @Inject OwnAlerts own;
  @Inject HeartbeatConfig config;

  private final String source = Scenario.newSource();
  private final Instant start = Instant.now();
  private final MovableClock clock = new MovableClock(start.minus(LONG));
  private List<HeartbeatWatch> replicas = List.of();

  @BeforeEach
  void startReplicas() {
    scenario.forgetOthers();
    replicas = Stream.generate(this::replica).limit(4).toList();
    beat(start);
    lastSeen(start.minus(LONG));
  }

  @AfterEach
  void shouldBalance() {
    scenario.awaitTakenUp(OwnAlerts.SOURCE);
    JsonPath ledger = given().queryParam("from", start.toString()).get("/api/v1/ledger").jsonPath();
    assertThat(ledger.getList("discrepancies")).isEmpty();
    assertThat(ledger.getBoolean("balanced")).isTrue();
    scenario.rows("delete from heartbeat where source = $1", source);
  }

  @Test
  void shouldTellOnceOfASilenceAndOnceOfItsEndAndAgainOfTheNext() {
    watchUntil(start);
    assertThat(told()).containsExactly(Transition.OPENED);

    beat(Instant.now());
    look();
    assertThat(told()).containsExactly(Transition.OPENED, Transition.RESOLVED);

    look();
    watchUntil(Instant.now().plus(LONG).plus(LONG));
    assertThat(told()).containsExactly(Transition.OPENED, Transition.RESOLVED, Transition.OPENED);
  }

  @Test
  void shouldSayWhatToDo() {
    watchUntil(start);
    scenario.awaitTakenUp(OwnAlerts.SOURCE);

    assertThat(news())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.severity()).isEqualTo("critical");
              assertThat(alert.alertName()).isEqualTo("WatchdogAbsent");
              assertThat(alert.summary()).contains(source, "15 minutes");
              assertThat(alert.description())
                  .contains("Prometheus", "Alertmanager", "DELETE /api/v1/heartbeats/" + source)
                  .as("what a card shows")
                  .hasSizeLessThanOrEqualTo(700);
              assertThat(alert.labels()).containsEntry("iris_audience", "infrastructure");
            });
  }

  @Test
  void shouldNotJudgeBeforeItHasListenedForAsLong() {
    clock.moveTo(start);
    look();
    watchUntil(start.plus(Duration.ofMinutes(14)));

    assertThat(told()).isEmpty();
  }

  @Test
  void shouldNotTakeItsOwnBacklogForASilence() {
    scenario.rows(
        """
        insert into intake (id, source, received_at, alert_count, group_hash, body)
        values ($1, $2, $3, 1, 0, $4)""",
        Ids.next(),
        source,
        start.minusSeconds(60).atOffset(ZoneOffset.UTC),
        Buffer.buffer(Payload.group("g").firing("Watchdog", "p", start).json()));

    watchUntil(start);
    assertThat(told()).isEmpty();

    scenario.rows("delete from intake where source = $1 and taken_at is null", source);
    look();
    assertThat(told()).containsExactly(Transition.OPENED);
  }

  @Test
  void shouldTakeAResolvedWatchdogForNoSignOfLife() {
    scenario.send(
        source, Payload.group("g").resolved("Watchdog", "p", start, Instant.now()).json());

    watchUntil(start);

    assertThat(told()).containsExactly(Transition.OPENED);
    assertThat(news().getFirst().description()).contains("look at Prometheus first");
  }

  @Test
  void shouldTakeOneFiringWatchdogOfAGroupForASignOfLife() {
    scenario.send(
        source,
        Payload.group("g")
            .firing("Watchdog", "p1", start)
            .resolved("Watchdog", "p2", start, Instant.now())
            .json());

    watchUntil(start);

    assertThat(told()).isEmpty();
  }

  @Test
  void shouldNotWatchASourceThatNeverSentAFiringOne() {
    String other = Scenario.newSource();
    scenario.send(other, Payload.group("g").resolved("Watchdog", "p", start, start).json());

    assertThat(scenario.count("select count(*) from heartbeat where source = $1", other)).isZero();
  }

  @Test
  void shouldForgetASourceAndEndItsIncident() {
    watchUntil(start);
    assertThat(told()).containsExactly(Transition.OPENED);
    item().body("status", equalTo("absent")).body("absentSince", notNullValue());

    given().delete("/api/v1/heartbeats/" + source).then().statusCode(204);
    assertThat(told()).containsExactly(Transition.OPENED, Transition.RESOLVED);
    given()
        .delete("/api/v1/heartbeats/" + source)
        .then()
        .statusCode(404)
        .body("code", equalTo("heartbeat-unknown"));
  }

  @Test
  void shouldListSources() {
    item()
        .body("status", equalTo("alive"))
        .body("watchdog", equalTo("firing"))
        .body("lastSeenAt", notNullValue())
        .body("absentSince", nullValue());
  }

  private io.restassured.response.ValidatableResponse item() {
    return given()
        .queryParam("limit", "500")
        .get("/api/v1/heartbeats")
        .then()
        .statusCode(200)
        .rootPath("items.find { it.source == '" + source + "' }");
  }

  private HeartbeatWatch replica() {
    return new HeartbeatWatch(transactions, own, config, clock, new SimpleMeterRegistry());
  }

  /** All replicas look each minute, all of them at the same moment. */
  private void watchUntil(Instant time) {
    for (Instant at = clock.instant(); at.isBefore(time); at = at.plusSeconds(60)) {
      clock.moveTo(at);
      look();
    }
    clock.moveTo(time);
    look();
  }

  private void look() {
    Uni.join()
        .all(replicas.stream().map(HeartbeatWatch::look).toList())
        .andFailFast()
        .await()
        .atMost(Scenario.PATIENCE);
  }

  private void beat(Instant startsAt) {
    scenario.send(source, Payload.group("g").firing("Watchdog", "p", startsAt).json());
  }

  private void lastSeen(Instant at) {
    scenario.rows(
        "update heartbeat set last_seen_at = $2 where source = $1",
        source,
        at.atOffset(ZoneOffset.UTC));
  }

  private List<Transition> told() {
    scenario.awaitTakenUp(OwnAlerts.SOURCE);
    return news().stream().map(AlertNews::transition).toList();
  }

  private List<AlertNews> news() {
    return scenario.published(NotificationRequested.class, source).stream()
        .flatMap(request -> request.alerts().stream())
        .toList();
  }
}
