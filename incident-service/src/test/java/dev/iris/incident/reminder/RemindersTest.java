package dev.iris.incident.reminder;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent.AcceptedDelivery;
import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Totals;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.MovableClock;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.decision.Decisions;
import dev.iris.outbox.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas remind at the same moment, by a clock that only the test moves. Critical ones are due each hour. */
@QuarkusTest
@WithPeers
class RemindersTest {

  @Inject Scenario scenario;
  @Inject Transactions transactions;
  @Inject Decisions decisions;
  @Inject ReminderConfig config;

  private final String source = Scenario.newSource();
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final MovableClock clock = new MovableClock(start);
  private List<Reminders> replicas = List.of();

  @BeforeEach
  void startReplicas() {
    scenario.forgetOthers();
    replicas =
        Stream.generate(
                () ->
                    new Reminders(
                        transactions, decisions, config, clock, new SimpleMeterRegistry()))
            .limit(4)
            .toList();
  }

  @AfterEach
  void shouldBalance() {
    JsonPath ledger = ledger();
    assertThat(ledger.getList("discrepancies")).isEmpty();
    assertThat(ledger.getBoolean("balanced")).isTrue();
  }

  @Test
  void shouldRemindOncePerIntervalUntilItIsResolved() {
    int earlier = ledger().getInt("news.reminders");
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    accept();

    remindAfter(Duration.ofMinutes(59));
    assertThat(reminders()).isEmpty();

    remindAfter(Duration.ofMinutes(61));
    remindAfter(Duration.ofMinutes(62));
    accept();
    remindAfter(Duration.ofHours(2));
    assertThat(reminders()).hasSize(1);

    remindAfter(Duration.ofMinutes(122));
    accept();
    assertThat(reminders()).hasSize(2);
    assertThat(
            scenario.rows(
                """
                select t.ordinal from transition t join incident i on i.id = t.incident_id
                where i.source = $1 and t.kind = 'reminder' order by t.received_at""",
                source))
        .extracting(row -> row.getInteger(0))
        .containsExactly(1, 2);

    scenario.send(
        source, Payload.group("g").resolved("HighMemory", "web01", start, Instant.now()).json());
    accept();
    remindAfter(Duration.ofHours(5));
    assertThat(reminders()).hasSize(2);
    assertThat(ledger().getInt("news.reminders")).isEqualTo(earlier + 2);
  }

  @Test
  void shouldTellOneAudienceInOneMessageForHowLongItHasBeenFiring() {
    Payload group = Payload.group("g");
    for (String host : List.of("web01", "web02", "web03")) {
      group.firing("HighMemory", host, start);
    }
    scenario.send(source, group.json());
    accept();

    remindAfter(Duration.ofMinutes(65));

    assertThat(reminders())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.totals()).isEqualTo(new Totals(0, 0, 0, 3));
              assertThat(request.alerts())
                  .hasSize(3)
                  .allSatisfy(
                      alert -> {
                        assertThat(alert.transition()).isEqualTo(Transition.REMINDER);
                        assertThat(alert.summary()).contains("something is wrong");
                        assertThat(alert.startsAt()).isEqualTo(start);
                        assertThat(alert.stillFiringAt()).isEqualTo(clock.instant());
                      });
            });
  }

  @Test
  void shouldNotRemindOfWhatNobodyHeardYet() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());

    remindAfter(Duration.ofMinutes(61));
    assertThat(reminders()).isEmpty();

    accept();
    remindAfter(Duration.ofMinutes(62));
    assertThat(reminders()).hasSize(1);
  }

  @Test
  void shouldNotRemindOfWhatIsTakenUpOrNotGraveEnough() {
    JsonObject warning = Payload.labels("HighLoad", "web02").put("severity", "warning");
    scenario.send(
        source,
        Payload.group("g")
            .firing("HighMemory", "web01", start)
            .raw(Payload.alert("firing", warning, start.toString(), "0001-01-01T00:00:00Z"))
            .json());
    accept();
    scenario.rows(
        "update incident set status = 'acknowledged' where source = $1 and instance = 'web01'",
        source);

    remindAfter(Duration.ofMinutes(61));

    assertThat(reminders()).isEmpty();
  }

  private void remindAfter(Duration time) {
    clock.moveTo(start.plus(time));
    Uni.join()
        .all(replicas.stream().map(Reminders::remind).toList())
        .andFailFast()
        .await()
        .atMost(Scenario.PATIENCE);
  }

  private List<NotificationRequested> reminders() {
    return scenario.published(NotificationRequested.class, source).stream()
        .filter(request -> request.totals().reminders() > 0)
        .toList();
  }

  /** A channel takes all that was not taken yet. */
  private void accept() {
    for (var row :
        scenario.rows(
            "select id from notification where source = $1 and first_accepted_at is null",
            source)) {
      UUID notification = row.getUUID(0);
      scenario.emit(
          new DeliveriesAccepted(
              List.of(new AcceptedDelivery(UUID.randomUUID(), notification, 1, Instant.now()))),
          1);
    }
    await()
        .atMost(Scenario.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        scenario.count(
                            """
                            select count(*) from decision d join notification_item n using (transition_id)
                            join notification m on m.id = n.notification_id
                            where m.source = $1 and d.current and d.status <> 'told'""",
                            source))
                    .isZero());
  }

  private JsonPath ledger() {
    return given()
        .queryParam("from", start.toString())
        .queryParam("to", start.plus(Duration.ofDays(1)).toString())
        .get("/api/v1/ledger")
        .jsonPath();
  }
}
