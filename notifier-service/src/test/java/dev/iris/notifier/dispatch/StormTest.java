package dev.iris.notifier.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierResource;
import dev.iris.notifier.NotifierScene;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.dispatch.Claims.Claim;
import dev.iris.notifier.storm.Storms;
import dev.iris.notifier.throttle.Throttle;
import dev.iris.testing.HttpSink.Answer;
import dev.iris.testing.HttpSink.Request;
import dev.iris.testing.SmtpSink.Mail;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** More news than people can read one by one; real channels, and a clock that the test moves. */
@QuarkusTest
class StormTest extends NotifierScene {

  private static final Pattern MESSAGE = Pattern.compile("iris-message-([0-9a-f-]{36})");
  private static final Pattern NOTIFICATION = Pattern.compile("iris-notification-([0-9a-f-]{36})");
  private static final Pattern NEWS = Pattern.compile("iris-news-(\\d+)");
  private static final String UNLIMITED = "{'perSecond':null,'perHour':null}";

  @Inject ChannelDirectory channels;
  @Inject ChannelKinds kinds;
  @Inject Throttle throttle;
  @Inject Storms storms;
  @Inject DispatchConfig config;

  @Test
  void shouldTellABurstInFewMessagesAndEachPieceOfNewsOnce() {
    teams("chat", true, UNLIMITED);
    webhook("raw", true);
    Set<UUID> sent = burst(500);

    letStormsSpeak();

    List<Request> cards = requests("chat");
    assertThat(cards).hasSizeLessThan(40);
    List<UUID> told = new ArrayList<>();
    cards.forEach(card -> told.addAll(notifications(card)));
    assertThat(told).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(cards.stream().mapToInt(StormTest::news).sum()).isEqualTo(500);
    await().untilAsserted(() -> assertThat(requests("raw")).hasSize(500));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "select count(*) from delivery where state = 'accepted' and attempts = 1"))
                    .isEqualTo(1_000));
    assertThat(count("select count(distinct delivery_id) from attempt where outcome = 'accepted'"))
        .isEqualTo(1_000);
    UUID some = sent.iterator().next();
    await()
        .untilAsserted(
            () ->
                assertThat(told(some)).filteredOn(DeliveriesAccepted.class::isInstance).hasSize(2));
  }

  @Test
  void shouldShowTheGravestFirstAndLinkToAll() {
    teams("chat", true, UNLIMITED);
    burst(60);
    request(News.of(News.firing("critical", "DiskFull", "db01")));
    request(News.of(News.resolved("critical", "HostDown", "web03")));
    awaitDeliveries("chat", 62);

    letStormsSpeak();

    Request storm =
        requests("chat").stream()
            .filter(card -> card.text().contains("DiskFull on db01"))
            .findFirst()
            .orElseThrow();
    JsonPath card = JsonPath.from(storm.text()).setRootPath("attachments[0].content");
    assertThat(card.getString("body[0].style")).isEqualTo("attention");
    assertThat(card.getString("body[0].items[0].text")).startsWith("STORM · 1 CRITICAL");
    assertThat(card.getString("body[0].items[1].text")).startsWith("DiskFull on db01 and ");
    assertThat(card.getString("body[2].columns[1].items[0].text")).contains("DiskFull");
    assertThat(card.getString("actions[0].url"))
        .contains("/incidents?audience=default&notifiedFrom=");
  }

  @Test
  void shouldSendMailsThatReadersFold() {
    mail("post", true, "ops@example.org");
    burst(60);
    letStormsSpeak();
    int before = NotifierResource.smtp().mails().size();
    burst(60);
    letStormsSpeak();

    List<Mail> storm =
        NotifierResource.smtp().mails().stream()
            .filter(mail -> String.valueOf(mail.subject()).startsWith("[STORM]"))
            .toList();
    assertThat(storm).hasSizeGreaterThanOrEqualTo(2);
    assertThat(NotifierResource.smtp().mails().size() - before).isLessThan(10);
    assertThat(storm).extracting(Mail::subject).containsOnly(storm.getFirst().subject());
    assertThat(storm)
        .extracting(mail -> mail.header("References"))
        .containsOnly(storm.getFirst().header("References"));
    assertThat(storm).extracting(mail -> mail.header("Message-ID")).doesNotHaveDuplicates();
    assertThat(storm.getLast().part("text/plain")).contains("Since it began");
    assertThat(
            NotifierResource.smtp().mails().stream()
                .mapToInt(mail -> Integer.parseInt(mail.header("X-Iris-News")))
                .sum())
        .isEqualTo(120);
  }

  @Test
  void shouldFallOverForEveryDeliveryOfAMessageThatIsRefused() {
    teams("chat", true, UNLIMITED);
    burst(40);
    await().untilAsserted(() -> assertThat(count("select count(*) from storm")).isEqualTo(1));
    long alone = requests("chat").size();
    webhook("instead", true);
    http.answerBy(request -> Answer.status(request.uri().getPath().equals("/chat") ? 410 : 200));

    letStormsSpeak();

    long together = 40 - alone;
    await()
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "select count(*) from delivery where channel_id = 'instead' and state = 'accepted' and fallback_of is not null"))
                    .isEqualTo(together));
    assertThat(
            count(
                "select count(*) from attempt where channel_id = 'chat' and outcome = 'failed' and message_id is not null"))
        .isEqualTo(together);
    assertThat(requests("chat")).as("one message for all of them").hasSize((int) alone + 1);
  }

  @Test
  void shouldComeAgainTogetherAfterAServerError() {
    teams("chat", true, UNLIMITED);
    burst(40);
    await().untilAsserted(() -> assertThat(count("select count(*) from storm")).isEqualTo(1));
    http.answerNext(Answer.status(503));

    letStormsSpeak();

    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from delivery where state = 'accepted'"))
                    .isEqualTo(40));
    assertThat(count("select count(*) from attempt where outcome = 'retry'"))
        .as("each has its receipt")
        .isGreaterThan(10);
    assertThat(
            count(
                "select count(distinct message_id) from attempt where outcome = 'retry' and message_id is not null"))
        .isEqualTo(1);
  }

  @Test
  void shouldLetOneOfTwoReplicasSpeak() {
    http.answerAlways(Answer.status(503).withHeader("Retry-After", "900"));
    teams("chat", true, UNLIMITED);
    Set<UUID> sent = burst(200);
    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from throttle where blocked_until > at"))
                    .isEqualTo(1));
    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from delivery where lease_owner is not null"))
                    .isZero());
    sql("delete from storm");
    Claims one = replica("one");
    Claims two = replica("two");
    // Far ahead of the running dispatcher, whose claims must not mix with these.
    Instant now = clock.instant().plus(Duration.ofHours(2));

    assertThat(claim(now, one, two)).as("the storm begins").isEmpty();
    List<Message> spoken = claim(now.plusSeconds(3), one, two, one);
    assertThat(spoken)
        .singleElement()
        .satisfies(message -> assertThat(message.deliveries()).hasSize(sent.size()));
    assertThat(claim(now.plusSeconds(19), two, one)).as("it is on its way").isEmpty();
    assertThat(claim(now.plusSeconds(30), two, one))
        .as("its sender died")
        .singleElement()
        .satisfies(message -> assertThat(message.deliveries()).hasSize(sent.size()));
  }

  @Test
  void shouldGoBackToTellingOneByOne() {
    teams("chat", true, UNLIMITED);
    burst(60);
    letStormsSpeak();
    clock.advance(Duration.ofMinutes(2));
    NotificationRequested alone = News.of(News.firing("warning", "Load", "db02"));

    request(alone);

    await()
        .untilAsserted(
            () ->
                assertThat(requests("chat").getLast().text())
                    .contains("iris-notification-" + alone.notificationId()));
    assertThat(count("select count(*) from storm")).isZero();
  }

  @Test
  void shouldTellTogetherWhatABudgetKeptBack() {
    teams("chat", true, "{'perSecond':null,'perHour':2}");
    for (int i = 0; i < 6; i++) {
      request(News.of(News.firing("warning", "Load" + i, "db01")));
      awaitDeliveries("chat", i + 1);
    }
    await().untilAsserted(() -> assertThat(requests("chat")).hasSize(1));

    clock.advance(Duration.ofHours(1));
    letStormsSpeak();

    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from delivery where state = 'pending'"))
                    .isZero());
    assertThat(requests("chat")).hasSizeLessThanOrEqualTo(3);
    assertThat(requests("chat").stream().mapToInt(StormTest::news).sum()).isEqualTo(6);
  }

  /** Notifications that come as fast as the stream takes them. */
  private Set<UUID> burst(int size) {
    long before = count("select count(*) from notification");
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < size; i++) {
      NotificationRequested notification =
          News.of(News.firing(i % 2 == 0 ? "warning" : "info", "Storm" + i, "db01"));
      ids.add(notification.notificationId());
      request(notification);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(count("select count(*) from notification")).isEqualTo(before + size));
    return ids;
  }

  private void awaitDeliveries(String channel, int size) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "select count(*) from delivery where channel_id = '%s'"
                                .formatted(channel)))
                    .isEqualTo(size));
  }

  /** Lets the gaps pass until nothing waits where people read. */
  private void letStormsSpeak() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              if (waiting() > 0) {
                clock.advance(Duration.ofSeconds(2));
              }
              assertThat(waiting()).isZero();
            });
  }

  private long waiting() {
    return count(
        "select count(*) from delivery where state = 'pending' and audience_id is not null");
  }

  /** What a card tells, found as a program would find it: in the card, or by the id of its message. */
  private static Set<UUID> notifications(Request card) {
    MatchResult message = MESSAGE.matcher(card.text()).results().findFirst().orElse(null);
    if (message == null) {
      return Set.of(
          UUID.fromString(
              NOTIFICATION.matcher(card.text()).results().findFirst().orElseThrow().group(1)));
    }
    Set<UUID> ids = new HashSet<>();
    String cursor = null;
    do {
      var request = given().queryParam("message", message.group(1)).queryParam("limit", 100);
      if (cursor != null) {
        request.queryParam("cursor", cursor);
      }
      JsonPath page = request.get("/api/v1/deliveries").then().statusCode(200).extract().jsonPath();
      page.getList("items.notificationId", String.class)
          .forEach(id -> ids.add(UUID.fromString(id)));
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    return ids;
  }

  private static int news(Request card) {
    return Integer.parseInt(NEWS.matcher(card.text()).results().findFirst().orElseThrow().group(1));
  }

  private List<Message> claim(Instant now, Claims... replicas) {
    List<Uni<Claim>> claims =
        List.of(replicas).stream().map(replica -> replica.claim("chat", 10, now)).toList();
    List<Message> messages = new ArrayList<>();
    Uni.join()
        .all(claims)
        .andFailFast()
        .await()
        .atMost(Duration.ofSeconds(10))
        .forEach(claim -> messages.addAll(claim.messages()));
    return messages;
  }

  private Claims replica(String name) {
    return new Claims(
        pool, channels, kinds, throttle, storms, new Leases(config, name + Ids.next()));
  }
}
