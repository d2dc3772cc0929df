package dev.iris.notifier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Recipient;
import dev.iris.events.NotificationEvent.Route;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierResource;
import dev.iris.notifier.NotifierScene;
import dev.iris.testing.HttpSink.Answer;
import dev.iris.testing.SmtpSink.Mail;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DispatchTest extends NotifierScene {

  private final NotificationRequested notification =
      News.of(News.firing("critical", "DiskFull", "db01"));
  private final UUID id = notification.notificationId();

  @Test
  void shouldTellTheDefaultAudienceOnAllItsChannelsOnce() {
    webhook("hook", true);
    teams("chat", true, "null");
    mail("post", true, "a@example.org", "b@example.org");
    webhook("other", false);

    var envelope = News.envelope(notification);
    request(envelope);
    request(envelope);

    await().untilAsserted(() -> assertThat(told(id)).hasSize(5));
    assertThat(told(id).getFirst())
        .isInstanceOfSatisfying(
            DeliveriesPlanned.class,
            planned -> assertThat(planned.plans().getFirst().deliveries()).hasSize(4));
    assertThat(told(id)).filteredOn(DeliveriesAccepted.class::isInstance).hasSize(4);
    assertThat(requests("hook")).hasSize(1);
    assertThat(requests("chat"))
        .singleElement()
        .satisfies(card -> assertThat(card.text()).contains("DiskFull on db01"));
    assertThat(requests("other")).isEmpty();
    assertThat(NotifierResource.smtp().mails())
        .flatExtracting(Mail::recipients)
        .containsExactlyInAnyOrder("a@example.org", "b@example.org");
  }

  @Test
  void shouldWaitAsLongAsTheOtherSideAsks() {
    teams("chat", true, "{'perSecond':null,'perHour':null}");
    http.answerNext(Answer.status(429).withHeader("Retry-After", "120"));

    request(notification);
    await().untilAsserted(() -> assertThat(attempts(" and outcome = 'retry'")).isEqualTo(1));
    clock.advance(Duration.ofSeconds(100));
    NotificationRequested another = News.of(News.firing("warning", "Load", "db02"));
    request(another);
    await().untilAsserted(() -> assertStates(another.notificationId(), Map.of("chat", "pending")));
    assertThat(requests("chat")).as("a pause is meant for all messages of the channel").hasSize(1);
    clock.advance(Duration.ofSeconds(40));

    await().untilAsserted(() -> assertStates(id, Map.of("chat", "accepted")));
    await().untilAsserted(() -> assertStates(another.notificationId(), Map.of("chat", "accepted")));
    assertThat(
            count(
                "select count(*) from attempt where status_code = 429 and error_code = 'http-429'"))
        .isEqualTo(1);
  }

  @Test
  void shouldTryAgainAfterAServerError() {
    webhook("hook", true);
    http.answerNext(Answer.status(500), Answer.hangUp());

    request(notification);
    await().untilAsserted(() -> assertThat(attempts(" and outcome = 'retry'")).isEqualTo(1));
    clock.advance(Duration.ofSeconds(2));
    await().untilAsserted(() -> assertThat(attempts(" and outcome = 'retry'")).isEqualTo(2));
    clock.advance(Duration.ofSeconds(4));

    await()
        .untilAsserted(
            () ->
                assertThat(told(id))
                    .last()
                    .isInstanceOfSatisfying(
                        DeliveriesAccepted.class,
                        accepted ->
                            assertThat(accepted.deliveries().getFirst().attempts()).isEqualTo(3)));
    assertThat(requests("hook"))
        .extracting(request -> request.header("webhook-id"))
        .containsOnly(requests("hook").getFirst().header("webhook-id"));
  }

  @Test
  void shouldNotLetAChannelThatHangsDelayAnother() {
    webhook("hanging", true);
    webhook("healthy", true);
    http.answerBy(
        request ->
            request.uri().getPath().equals("/hanging")
                ? Answer.status(200).after(Duration.ofSeconds(20))
                : Answer.status(200));

    for (int i = 0; i < 40; i++) {
      request(News.of(News.firing("critical", "Storm" + i, "db01")));
    }

    await()
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "select count(*) from delivery where channel_id = 'healthy' and state = 'accepted'"))
                    .isEqualTo(40));
    assertThat(
            count(
                "select count(*) from delivery where channel_id = 'hanging' and state = 'accepted'"))
        .isZero();
    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from attempt where error_code = 'timeout'"))
                    .isPositive());
  }

  @Test
  void shouldFallOverToTheNextRouteAndThenToTheDefaultAudience() {
    webhook("first", false);
    mail("second", false);
    webhook("everybody", true);
    http.answerBy(request -> Answer.status(request.uri().getPath().equals("/first") ? 404 : 200));
    NotifierResource.smtp().refuse("ada@example.org", 550);
    Recipient ada =
        new Recipient(
            "ada",
            "Ada",
            List.of(
                new Route("gone", null),
                new Route("first", null),
                new Route("second", "ada@example.org")));
    NotificationRequested personal =
        News.to(List.of(ada), News.firing("critical", "DiskFull", "db01"));

    request(personal);

    UUID personalId = personal.notificationId();
    await()
        .untilAsserted(
            () ->
                assertStates(
                    personalId,
                    Map.of("first", "failed", "second", "failed", "everybody", "accepted")));
    await().untilAsserted(() -> assertThat(told(personalId)).hasSize(6));
    assertThat(told(personalId))
        .filteredOn(DeliveryFailed.class::isInstance)
        .extracting("errorCode", "exhausted")
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("http-404", false),
            org.assertj.core.groups.Tuple.tuple("smtp-550", false));
    assertThat(count("select planned from notification")).isEqualTo(3);
  }

  @Test
  void shouldSayThatNobodyIsLeft() {
    webhook("only", true);
    http.answerAlways(Answer.status(410));

    request(notification);

    await()
        .untilAsserted(
            () ->
                assertThat(told(id))
                    .last()
                    .isInstanceOfSatisfying(
                        DeliveryFailed.class, failed -> assertThat(failed.exhausted()).isTrue()));
  }

  @Test
  void shouldSayThatThereIsNoChannelAtAll() {
    request(notification);

    await()
        .untilAsserted(
            () ->
                assertThat(told(id))
                    .hasSize(2)
                    .last()
                    .isInstanceOfSatisfying(
                        DeliveryFailed.class,
                        failed -> {
                          assertThat(failed.errorCode()).isEqualTo("no-channel");
                          assertThat(failed.exhausted()).isTrue();
                        }));
    assertStates(id, Map.of("none", "failed"));
  }

  @Test
  void shouldNotLetOneRefusedRecipientHarmTheOthers() {
    mail("post", true, "good@example.org", "bad@example.org");
    NotifierResource.smtp().refuse("bad@example.org", 550);

    request(notification);

    await().untilAsserted(() -> assertThat(told(id)).hasSize(3));
    assertThat(NotifierResource.smtp().mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.recipients()).containsExactly("good@example.org"));
    assertThat(told(id))
        .filteredOn(DeliveryFailed.class::isInstance)
        .singleElement()
        .extracting("exhausted")
        .isEqualTo(false);
  }

  @Test
  void shouldFallOverWhenAChannelIsRemovedWhileMessagesWait() {
    webhook("gone", true);
    http.answerNext(Answer.status(503));
    request(notification);
    await().untilAsserted(() -> assertThat(attempts("")).isEqualTo(1));

    webhook("new", true);
    io.restassured.RestAssured.given().delete("/api/v1/channels/gone").then().statusCode(204);
    clock.advance(Duration.ofSeconds(5));

    await().untilAsserted(() -> assertStates(id, Map.of("gone", "failed", "new", "accepted")));
  }

  @Test
  void shouldTakeOverWhatADeadReplicaHeld() {
    webhook("hook", true);
    http.answerNext(Answer.status(503));
    request(notification);
    await().untilAsserted(() -> assertThat(attempts("")).isEqualTo(1));
    sql(
        "update delivery set lease_owner = 'dead/1', attempts = attempts + 1, lease_until = '%s'"
            .formatted(clock.instant().plus(Duration.ofHours(1))));

    clock.advance(Duration.ofMinutes(30));
    assertThat(requests("hook")).hasSize(1);
    clock.advance(Duration.ofMinutes(31));

    await().untilAsserted(() -> assertStates(id, Map.of("hook", "accepted")));
    assertThat(requests("hook")).hasSize(2);
  }

  /** Of this test's own notification: outcomes of the test before may still come in. */
  private long attempts(String condition) {
    return count("select count(*) from attempt where notification_id = '" + id + "'" + condition);
  }
}
