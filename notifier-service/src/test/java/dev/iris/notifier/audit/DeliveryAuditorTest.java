package dev.iris.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveryDiscrepancy;
import dev.iris.events.Event;
import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierScene;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryAuditorTest extends NotifierScene {

  @Inject DeliveryAuditor auditor;

  private final NotificationRequested notification =
      News.of(News.firing("critical", "DiskFull", "db01"), News.firing("warning", "Load", "db01"));

  @BeforeEach
  void deliver() {
    webhook("one", true);
    webhook("two", true);
    request(notification);
    await()
        .untilAsserted(
            () ->
                assertStates(
                    notification.notificationId(), Map.of("one", "accepted", "two", "accepted")));
  }

  @Test
  void shouldNameTheAlertWhoseDeliveryVanished() {
    assertThat(audits())
        .singleElement()
        .satisfies(report -> assertThat(report.discrepancies()).isEmpty());
    sql("delete from delivery where channel_id = 'one'");
    clock.advance(Duration.ofSeconds(20));

    List<DeliveriesAudited> reports = audits();

    assertThat(reports).hasSize(2);
    assertThat(reports.getLast().discrepancies())
        .containsExactly(
            new DeliveryDiscrepancy(
                notification.notificationId(),
                "DiskFull on db01 (+1 more)",
                "2 deliveries were planned, 1 are there"));
    assertThat(count("select count(*) from attempt")).as("receipts survive").isEqualTo(2);
  }

  @Test
  void shouldNoticeAnOutcomeThatNoReceiptProves() {
    sql("update delivery set state = 'failed' where channel_id = 'one'");

    assertThat(audits().getLast().discrepancies())
        .singleElement()
        .extracting(DeliveryDiscrepancy::problem)
        .asString()
        .contains("receipt");
  }

  @Test
  void shouldNoticeDeliveriesWithoutTheirNotification() {
    sql("delete from notification");

    assertThat(audits().getLast().discrepancies())
        .singleElement()
        .extracting(DeliveryDiscrepancy::notificationId)
        .isEqualTo(notification.notificationId());
  }

  @Test
  void shouldSayTheSameAgainOnlyAfterAWhile() {
    assertThat(audits()).hasSize(1);
    clock.advance(Duration.ofSeconds(30));
    assertThat(audits()).hasSize(1);
    clock.advance(Duration.ofMinutes(3));
    assertThat(audits()).hasSize(2);
  }

  @Test
  void shouldAuditInOneReplicaAtATime() {
    Uni.join()
        .all(auditor.audit(), auditor.audit(), auditor.audit())
        .andFailFast()
        .await()
        .atMost(Duration.ofSeconds(10));

    assertThat(reports()).hasSize(1);
  }

  private List<DeliveriesAudited> audits() {
    auditor.audit().await().atMost(Duration.ofSeconds(10));
    return reports();
  }

  /** What was published, the oldest first. */
  private List<DeliveriesAudited> reports() {
    List<DeliveriesAudited> reports = new ArrayList<>();
    for (Row row : sql("select payload from outbox order by event_id")) {
      Event event = EventJson.read(row.getString(0)).event();
      if (event instanceof DeliveriesAudited report) {
        reports.add(report);
      }
    }
    return reports;
  }
}
