package dev.iris.notifier.channel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierResource;
import dev.iris.notifier.NotifierScene;
import dev.iris.vault.SecretBox;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocalInboxTest extends NotifierScene {

  @Inject SecretBox box;

  @Test
  void shouldMakeItsChannelsOnceThoughReplicasStartTogether() {
    IntStream.range(0, 4)
        .parallel()
        .forEach(
            replica -> start("http://127.0.0.1:" + http.port(), NotifierResource.smtp().port()));

    given()
        .get("/api/v1/channels")
        .then()
        .body("items.id", contains("mail", "teams", "webhook"))
        .body("items.defaultAudience", contains(true, true, true))
        .body("items.rateLimit.perSecond", contains(nullValue(), nullValue(), nullValue()));
    NotificationRequested notification = News.of(News.firing("critical", "DiskFull", "db01"));
    request(notification);
    await()
        .untilAsserted(
            () ->
                assertStates(
                    notification.notificationId(),
                    Map.of("mail", "accepted", "teams", "accepted", "webhook", "accepted")));
    assertThat(http.requests())
        .extracting(request -> request.uri().getPath())
        .containsExactlyInAnyOrder("/inbox/sink/teams/default", "/inbox/sink/webhook/default");
    assertThat(NotifierResource.smtp().mails())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.from()).isEqualTo("iris@iris.localhost");
              assertThat(mail.recipients()).isEqualTo(List.of("operations@iris.localhost"));
            });
  }

  @Test
  void shouldFollowTheInboxWhenItsPortsChangeAndLeaveEditedChannelsAlone() {
    start("http://127.0.0.1:1001", 1025);
    put(
            "webhook",
            "{'type':'webhook','name':'Mine','settings':{'url':'%s'},'secrets':{'signingSecret':null}}"
                .formatted(http.uri("/mine"))
                .replace('\'', '"'))
        .statusCode(200);

    start("http://127.0.0.1:" + http.port(), 2025);

    given()
        .get("/api/v1/channels/mail")
        .then()
        .body("settings.port", equalTo(2025))
        .body("localInbox", equalTo(true));
    given()
        .get("/api/v1/channels/webhook")
        .then()
        .body("settings.url", equalTo(http.uri("/mine").toString()))
        .body("localInbox", equalTo(false));
  }

  @Test
  void shouldLeaveATableWithOtherChannelsAlone() {
    webhook("mine", true);

    start("http://127.0.0.1:1001", 1025);

    given().get("/api/v1/channels").then().body("items.id", contains("mine"));
  }

  private void start(String inbox, int smtpPort) {
    LocalInboxConfig config =
        new LocalInboxConfig() {
          @Override
          public Optional<URI> localInboxUrl() {
            return Optional.of(URI.create(inbox));
          }

          @Override
          public Optional<String> localInboxSmtp() {
            return Optional.of("127.0.0.1:" + smtpPort);
          }
        };
    new LocalInbox(config, pool, box, clock).makeChannels(new StartupEvent());
  }
}
