package dev.iris.incident.reconciliation;

import static dev.iris.incident.Scenario.PATIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.incident.MovableClock;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.intake.OwnAlerts;
import dev.iris.outbox.Transactions;
import dev.iris.testing.HttpSink;
import dev.iris.testing.HttpSink.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two peers that answer as they are told, and a clock that runs as fast as the test. */
@QuarkusTest
@WithPeers
class ReconcilerTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Inject Scenario scenario;
  @Inject Transactions transactions;
  @Inject OwnAlerts ownAlerts;

  private final HttpSink first = HttpSink.start();
  private final HttpSink second = HttpSink.start();
  private final MovableClock clock = new MovableClock(Instant.now());
  private final String name = Scenario.newSource();
  private final Source source =
      new Source(
          name,
          List.of(
              peer(first),
              Peer.of(URI.create("http://localhost:" + second.port()), Optional.empty())),
          Set.of("iris"),
          true);

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void shouldMakeAnIncidentStaleAndCloseItWhenNoPeerKnowsOfIt() {
    fire("web01");
    bothKnow(PeerList.empty());

    minutes(10);
    assertThat(statuses()).containsExactly("firing");
    minutes(1);
    assertThat(statuses()).containsExactly("stale");
    assertThat(listed("stale")).isEqualTo(1);
    minutes(50);
    awaitStatus("resolved");

    minutes(5);
    assertThat(scenario.published(NotificationRequested.class, name))
        .satisfiesExactly(
            opened -> assertThat(opened.totals().opened()).isEqualTo(1),
            closed -> {
              assertThat(closed.totals().resolved()).isEqualTo(1);
              assertThat(closed.alerts().getFirst().summary()).startsWith("Closed by Iris");
            });
    assertThat(timeline()).contains("opened", "stale", "resolved");
    assertThat(intakes("reconciliation")).isEqualTo(1);
  }

  @Test
  void shouldTakeItsStatusBackWhenOnePeerKnowsOfItAgain() {
    fire("web01");
    bothKnow(PeerList.empty());
    minutes(15);
    assertThat(statuses()).containsExactly("stale");

    answer(second, PeerList.empty().suppressed(fingerprint(), "HighMemory"));
    minutes(1);

    assertThat(statuses()).containsExactly("firing");
    assertThat(timeline()).containsSubsequence("stale", "seen-again");
    bothKnow(PeerList.empty());
    minutes(9);
    assertThat(statuses()).containsExactly("firing");
  }

  @Test
  void shouldGiveAnAcknowledgedIncidentItsStatusBack() {
    fire("web01");
    scenario.rows("update incident set status = 'acknowledged' where source = $1", name);
    bothKnow(PeerList.empty());
    minutes(15);
    assertThat(statuses()).containsExactly("stale");

    answer(first, PeerList.empty().active(fingerprint(), "HighMemory"));
    minutes(1);

    assertThat(statuses()).containsExactly("acknowledged");
  }

  @Test
  void shouldConcludeNothingWhileOnePeerDoesNotAnswer() {
    fire("web01");
    answer(first, PeerList.empty());
    second.answerAlways(Answer.status(503));

    minutes(90);

    assertThat(statuses()).containsExactly("firing");
    assertThat(
            scenario.rows(
                "select reachable, reason from alertmanager_peer where source = $1 order by reachable",
                name))
        .satisfiesExactly(
            silent -> {
              assertThat(silent.getBoolean("reachable")).isFalse();
              assertThat(silent.getString("reason")).isEqualTo("status 503");
            },
            answers -> assertThat(answers.getBoolean("reachable")).isTrue());
  }

  @Test
  void shouldNotCountTheTimeInWhichNobodyLooked() {
    fire("web01");
    bothKnow(PeerList.empty());
    minutes(2);

    clock.pass(Duration.ofHours(5));
    minutes(1);

    assertThat(statuses()).containsExactly("firing");
  }

  @Test
  void shouldConcludeNothingFromPeersThatSeeNoHeartbeatThemselves() {
    fire("web01");
    scenario.send(name, Payload.group("w").firing("Watchdog", "prometheus", Instant.now()).json());
    bothKnow(PeerList.empty());
    minutes(30);
    assertThat(statuses()).containsExactly("firing");

    answer(second, PeerList.empty().active("00000000000000ff", "Watchdog"));
    minutes(12);

    assertThat(statuses()).containsExactly("stale");
  }

  @Test
  void shouldFindAFiringThatNobodyToldOf() {
    answer(first, PeerList.empty().active("00000000000000a1", "DiskFull"));
    answer(second, PeerList.empty());

    minutes(5);
    assertThat(statuses()).isEmpty();
    minutes(1);
    awaitStatus("firing");
    minutes(20);

    assertThat(scenario.rows("select fingerprint, starts_at from incident where source = $1", name))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString("fingerprint")).isEqualTo("00000000000000a1");
              assertThat(row.getOffsetDateTime("starts_at").toInstant())
                  .isEqualTo(Instant.parse(PeerList.STARTS_AT));
            });
    assertThat(scenario.published(NotificationRequested.class, name)).hasSize(1);
    assertThat(intakes("reconciliation")).isEqualTo(1);
  }

  @Test
  void shouldFindAFiringAgainThatOutOfOrderReplicasTookForOver() {
    Instant start = Instant.now().minusSeconds(60);
    fire("web01");
    String fingerprint = fingerprint();
    scenario.send(
        name,
        Payload.group("g").resolved("HighMemory", "web01", start, start.plusSeconds(30)).json());
    awaitStatus("resolved");
    answer(first, PeerList.empty().active(fingerprint, "HighMemory"));
    answer(second, PeerList.empty());
    // Its startsAt is an old one: it is believed only when a straggler would long have been here.
    minutes(7);
    scenario.awaitTakenUp(name);
    assertThat(statuses()).containsExactly("resolved");
    scenario.rows(
        "update episode set ended_heard_at = ended_heard_at - interval '11 minutes' "
            + "where series_id in (select id from series where source = $1)",
        name);

    minutes(6);

    awaitStatus("firing");
    assertThat(scenario.published(NotificationRequested.class, name))
        .extracting(request -> request.totals().reopened())
        .containsExactly(0, 0, 1);
  }

  @Test
  void shouldLetOneOfSeveralReplicasLook() {
    bothKnow(PeerList.empty());

    Uni.join()
        .all(IntStream.range(0, 4).mapToObj(replica -> reconciler().reconcile(source)).toList())
        .andFailFast()
        .await()
        .atMost(PATIENCE);

    assertThat(first.requests()).hasSize(1);
    assertThat(second.requests()).hasSize(1);
  }

  @Test
  void shouldConcludeNothingInASlotThatIsOver() {
    fire("web01");
    bothKnow(PeerList.empty());
    minutes(9);
    // While this look is under way, another replica takes the next slot.
    first.answerBy(
        request -> {
          scenario.rows(
              "update reconciliation set slot = slot + interval '1 minute' where source = $1",
              name);
          return list(PeerList.empty());
        });
    minutes(1);
    bothKnow(PeerList.empty());

    assertThat(scenario.count("select lasted_millis from absence where source = $1", name))
        .isEqualTo(Duration.ofMinutes(8).toMillis());
  }

  private void fire(String instance) {
    scenario.send(
        name,
        Payload.group("g").firing("HighMemory", instance, Instant.now().minusSeconds(60)).json());
  }

  private void bothKnow(PeerList list) {
    answer(first, list);
    answer(second, list);
  }

  private static void answer(HttpSink sink, PeerList list) {
    sink.answerAlways(list(list));
  }

  private static Answer list(PeerList list) {
    return Answer.status(200).withBody(list.json());
  }

  /** So many minutes pass, with a look in each. */
  private void minutes(int minutes) {
    for (int i = 0; i < minutes; i++) {
      reconciler().reconcile(source).await().atMost(PATIENCE);
      clock.pass(MINUTE);
    }
  }

  private Reconciler reconciler() {
    return new Reconciler(
        transactions, ownAlerts, new PeerClient(Settings.USUAL, "Watchdog"), Settings.USUAL, clock);
  }

  private void awaitStatus(String status) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses()).containsExactly(status));
  }

  private List<String> statuses() {
    return scenario.rows("select status from incident where source = $1", name).stream()
        .map(row -> row.getString("status"))
        .toList();
  }

  private String fingerprint() {
    return scenario
        .rows("select fingerprint from incident where source = $1", name)
        .getFirst()
        .getString("fingerprint");
  }

  private int listed(String status) {
    return given()
        .queryParam("status", status)
        .queryParam("limit", 500)
        .get("/api/v1/incidents")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items.findAll { it.source == '" + name + "' }")
        .size();
  }

  private List<String> timeline() {
    String id =
        scenario
            .rows("select id from incident where source = $1", name)
            .getFirst()
            .getUUID("id")
            .toString();
    return given().get("/api/v1/incidents/" + id).jsonPath().getList("timeline.kind");
  }

  private long intakes(String origin) {
    return scenario.count(
        "select count(*) from intake where source = $1 and origin = $2", name, origin);
  }

  private static Peer peer(HttpSink sink) {
    return Peer.of(sink.uri(""), Optional.empty());
  }
}
