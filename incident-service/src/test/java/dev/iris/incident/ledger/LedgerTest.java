package dev.iris.incident.ledger;

import static dev.iris.incident.Scenario.PATIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent.AcceptedDelivery;
import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryDiscrepancy;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.DeliveryEvent.NotificationPlan;
import dev.iris.events.DeliveryEvent.PlannedDelivery;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger of what each test sends; rows are broken by hand, as an operator's slip would. */
@QuarkusTest
@WithPeers
class LedgerTest {

  @Inject Scenario scenario;

  private final String source = Scenario.newSource();
  private final Instant start = Instant.now();

  /** Each test breaks other rows, and what it broke stays broken. */
  @BeforeEach
  void forgetOthers() {
    scenario.forgetOthers();
  }

  @Test
  void shouldBalanceAtEachStepOfAnAlertsWay() {
    scenario.send(
        source,
        Payload.group("g")
            .firing("HighMemory", "web01", start)
            .firing("HighMemory", "web01", start)
            .raw(7)
            .json());
    assertBalanced();
    assertThat(ledger().getMap("occurrences"))
        .isEqualTo(Map.of("received", 3, "news", 1, "merged", 1, "rejected", 1, "queued", 0));
    assertThat(ledger().getInt("news.pending")).isEqualTo(1);

    UUID notification = plan(2);
    awaitLedger("deliveries.pending", 2);
    assertBalanced();

    UUID delivery = deliveries().getFirst();
    scenario.emit(accepted(delivery, notification, 1, Instant.now()), 1);
    awaitLedger("news.told", 1);
    awaitLedger("deliveries.accepted", 1);
    assertThat(ledger().getInt("news.pending")).isZero();
    assertBalanced();
  }

  @Test
  void shouldFollowOutcomesInWhateverOrderTheyArrive() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    UUID notification = notification();
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();

    scenario.emit(
        new DeliveryFailed(first, notification, 5, "channel-refused", true, Instant.now()), 2);
    awaitLedger("news.undeliverable", 1);
    scenario.emit(accepted(second, notification, 1, Instant.now()), 1);
    awaitLedger("news.told", 1);
    scenario.emit(planned(notification, first, second), 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        scenario.count(
                            "select planned_deliveries from notification where id = $1",
                            notification))
                    .isEqualTo(2));

    assertThat(ledger().getMap("deliveries"))
        .isEqualTo(Map.of("accepted", 1, "pending", 0, "failed", 1));
    assertThat(
            scenario.rows(
                "select d.status from decision d join notification_item i using (transition_id) where i.notification_id = $1 order by revision",
                notification))
        .extracting(row -> row.getString(0))
        .containsExactly("pending", "undeliverable", "told");
    assertBalanced();
  }

  @Test
  void shouldIgnoreDeliveriesThatAreNotOfThisService() {
    UUID strange = UUID.randomUUID();
    scenario.emit(planned(strange, UUID.randomUUID()), 1);
    scenario.emit(accepted(UUID.randomUUID(), strange, 1, Instant.now()), 1);
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    plan(1);
    awaitLedger("deliveries.pending", 1);

    assertThat(scenario.count("select count(*) from delivery where notification_id = $1", strange))
        .isZero();
  }

  @Test
  void shouldTakeInBatchesThatAreOnlyPartlyOfThisService() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    UUID notification = notification();
    UUID strange = UUID.randomUUID();
    UUID delivery = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    Instant now = Instant.now();

    scenario.emit(
        new DeliveriesPlanned(
            List.of(
                planned(strange, UUID.randomUUID()).plans().getFirst(),
                planned(notification, delivery, other).plans().getFirst())),
        1);
    // The same delivery twice: it was sent again after its lease had ended.
    scenario.emit(
        new DeliveriesAccepted(
            List.of(
                new AcceptedDelivery(UUID.randomUUID(), strange, 1, now),
                new AcceptedDelivery(delivery, notification, 1, now),
                new AcceptedDelivery(delivery, notification, 2, now.plusSeconds(20)))),
        1);

    awaitLedger("news.told", 1);
    assertThat(ledger().getMap("deliveries"))
        .isEqualTo(Map.of("accepted", 1, "pending", 1, "failed", 0));
    assertBalanced();
  }

  @Test
  void shouldNameTheAlertWhoseDecisionIsGone() {
    scenario.send(
        source,
        Payload.group("g")
            .firing("HighMemory", "web01", start)
            .firing("DiskFull", "db01", start)
            .json());

    scenario.rows(
        """
        delete from decision where transition_id in (
          select t.id from transition t join incident i on i.id = t.incident_id where i.source = $1 and i.instance = 'db01')""",
        source);

    assertDiscrepancy("decision-missing", "DiskFull on db01");
  }

  @Test
  void shouldNoticeThatAnEarlierDecisionIsGone() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    UUID notification = plan(1);
    scenario.emit(accepted(UUID.randomUUID(), notification, 1, Instant.now()), 1);
    awaitLedger("news.told", 1);

    scenario.rows(
        "delete from decision d using notification_item i where i.transition_id = d.transition_id and i.notification_id = $1 and d.revision = 1",
        notification);

    assertDiscrepancy("decision-history-incomplete", "HighMemory on web01");
  }

  @Test
  void shouldNameTheAlertWhoseDeliveryIsGone() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    plan(2);
    awaitLedger("deliveries.pending", 2);

    scenario.rows("delete from delivery where id = $1", deliveries().getFirst());

    assertDiscrepancy("delivery-missing", "HighMemory on web01");
  }

  @Test
  void shouldNameTheAlertWhoseOccurrenceIsGone() {
    scenario.send(
        source,
        Payload.group("g")
            .firing("HighMemory", "web01", start)
            .firing("HighMemory", "web02", start)
            .json());

    scenario.rows(
        "delete from occurrence o using intake i where i.id = o.intake_id and i.source = $1 and o.ordinal = 1",
        source);

    assertDiscrepancy("occurrence-missing", "HighMemory on web02");
  }

  @Test
  void shouldNoticeNewsThatNobodyWasAskedToTell() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());

    scenario.rows("delete from notification_item where notification_id = $1", notification());

    assertDiscrepancy("nobody-asked", "HighMemory on web01");
  }

  @Test
  void shouldNoticeNewsThatIsGone() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());

    scenario.rows(
        "delete from transition t using incident i where i.id = t.incident_id and i.source = $1",
        source);

    assertThat(ledger().getBoolean("balanced")).isFalse();
    assertThat(ledger().getList("discrepancies.kind"))
        .contains("transition-missing", "decision-orphaned");
    assertThat(ledger().getList("discrepancies.alert")).containsOnly("HighMemory on web01");
  }

  @Test
  void shouldReportAWebhookThatIsNotTakenUp() {
    UUID intake = UUID.randomUUID();
    scenario.rows(
        "insert into intake (id, source, received_at, alert_count, group_hash, body) values ($1, $2, now() - interval '1 hour', 1, 0, $3)",
        intake,
        source,
        Buffer.buffer(Payload.group("g").firing("HighMemory", "web01", start).json()));

    JsonPath ledger =
        given()
            .queryParam("from", start.minusSeconds(7_200).toString())
            .get("/api/v1/ledger")
            .jsonPath();
    scenario.rows("delete from intake where id = $1", intake);

    assertThat(ledger.getList("discrepancies.kind")).contains("queued-too-long");
    assertThat(ledger.getInt("occurrences.queued")).isEqualTo(1);
  }

  @Test
  void shouldTakeTheNotifiersReportOverAndLetItGo() {
    Instant now = Instant.now();
    scenario.emit(
        audit(
            now,
            new DeliveryDiscrepancy(
                UUID.randomUUID(), "DiskFull on db01", "1 of 3 deliveries is missing.")),
        1);
    await().atMost(PATIENCE).untilAsserted(() -> assertDiscrepancy("notifier", "DiskFull on db01"));

    scenario.emit(audit(now.plusSeconds(1)), 2);
    await().atMost(PATIENCE).untilAsserted(this::assertBalanced);

    scenario.emit(
        audit(now, new DeliveryDiscrepancy(UUID.randomUUID(), "late", "An older report.")), 3);
    scenario.emit(audit(now.plusSeconds(2)), 4);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        scenario
                            .rows("select audited_at from delivery_audit")
                            .getFirst()
                            .getOffsetDateTime(0)
                            .toInstant())
                    .isEqualTo(now.plusSeconds(2).truncatedTo(ChronoUnit.MICROS)));
    assertBalanced();
  }

  @Test
  void shouldShowWhatTheAuditorSaw() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", start).json());
    scenario.rows(
        "delete from decision d using transition t, incident i where t.id = d.transition_id and i.id = t.incident_id and i.source = $1",
        source);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString())
                    .containsPattern("(?m)^iris_ledger_balanced(\\{[^}]*})? 0.0$")
                    .containsPattern("(?m)^iris_ledger_discrepancies(\\{[^}]*})? [1-9]")
                    .contains("iris_news_oldest_pending_seconds"));
  }

  private UUID notification() {
    return scenario.published(NotificationRequested.class, source).getFirst().notificationId();
  }

  private UUID plan(int deliveries) {
    UUID notification = notification();
    UUID[] ids = new UUID[deliveries];
    Arrays.setAll(ids, i -> UUID.randomUUID());
    scenario.emit(planned(notification, ids), 1);
    return notification;
  }

  private static DeliveriesPlanned planned(UUID notification, UUID... deliveries) {
    return new DeliveriesPlanned(
        List.of(
            new NotificationPlan(
                notification,
                Arrays.stream(deliveries)
                    .map(id -> new PlannedDelivery(id, "teams", "teams", "Operations", null))
                    .toList())));
  }

  private static DeliveriesAccepted accepted(
      UUID delivery, UUID notification, int attempts, Instant at) {
    return new DeliveriesAccepted(
        List.of(new AcceptedDelivery(delivery, notification, attempts, at)));
  }

  private static DeliveriesAudited audit(Instant at, DeliveryDiscrepancy... discrepancies) {
    return new DeliveriesAudited(at, List.of(discrepancies));
  }

  private List<UUID> deliveries() {
    return scenario
        .rows("select id from delivery where notification_id = $1", notification())
        .stream()
        .map(row -> row.getUUID(0))
        .toList();
  }

  private JsonPath ledger() {
    return given()
        .queryParam("from", start.toString())
        .get("/api/v1/ledger")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private void awaitLedger(String figure, int value) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ledger().getInt(figure)).isEqualTo(value));
  }

  private void assertBalanced() {
    JsonPath ledger = ledger();
    assertThat(ledger.getList("discrepancies")).isEmpty();
    assertThat(ledger.getBoolean("balanced")).isTrue();
  }

  private void assertDiscrepancy(String kind, String alert) {
    JsonPath ledger = ledger();
    assertThat(ledger.getBoolean("balanced")).isFalse();
    assertThat(ledger.getList("discrepancies.kind")).containsOnly(kind);
    assertThat(ledger.getList("discrepancies.alert")).containsOnly(alert);
    assertThat(ledger.getList("discrepancies.problem", String.class))
        .allSatisfy(problem -> assertThat(problem).endsWith("."));
  }
}
