package dev.iris.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.Streams;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierResource;
import dev.iris.notifier.NotifierScene;
import dev.iris.testing.HttpSink.Request;
import dev.iris.testing.SmtpSink.Mail;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What arrives at the other side. */
@QuarkusTest
class SentMessagesTest extends NotifierScene {

  private final NotificationRequested notification =
      News.of(News.firing("critical", "DiskFull", "db01"));

  @Test
  void shouldSignAWebhookSoThatItsReceiverCanTell() throws GeneralSecurityException {
    byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    put(
            "hook",
            "{'type':'webhook','name':'Hook','defaultAudience':true,'settings':{'url':'%s'},'secrets':{'signingSecret':'whsec_%s'}}"
                .formatted(http.uri("/hook"), Base64.getEncoder().encodeToString(key))
                .replace('\'', '"'))
        .statusCode(200);

    request(notification);

    await().untilAsserted(() -> assertThat(requests("hook")).hasSize(1));
    Request request = requests("hook").getFirst();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        request.header("webhook-id").orElseThrow()
            + "."
            + request.header("webhook-timestamp").orElseThrow()
            + "."
            + request.text();
    assertThat(request.header("webhook-signature"))
        .contains(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    JsonPath body = JsonPath.from(request.text());
    assertThat(body.getString("type")).isEqualTo("notification");
    assertThat(body.getInt("version")).isEqualTo(1);
    assertThat(body.getString("id")).isEqualTo(notification.notificationId().toString());
    assertThat(body.getString("deliveryId")).isEqualTo(request.header("webhook-id").orElseThrow());
    assertThat(body.getString("alerts[0].alertName")).isEqualTo("DiskFull");
    assertThat(body.getString("alerts[0].status")).isEqualTo("opened");
    assertThat(body.getString("alerts[0].startsAt")).isEqualTo("2026-11-22T18:02:11.123456Z");
  }

  @Test
  void shouldSendMailThatProgramsRecognise() {
    mail("post", true, "ops@example.org");

    request(notification);

    await().untilAsserted(() -> assertThat(NotifierResource.smtp().mails()).hasSize(1));
    Mail mail = NotifierResource.smtp().mails().getFirst();
    String deliveryId = deliveries(notification.notificationId()).getString("items[0].id");
    assertThat(mail.header("Message-ID")).isEqualTo("<" + deliveryId + "@iris.localhost>");
    assertThat(mail.header("X-Iris-Notification"))
        .isEqualTo(notification.notificationId().toString());
    assertThat(mail.header("X-Iris-Transitions"))
        .isEqualTo(notification.alerts().getFirst().transitionId().toString());
    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(mail.subject()).isEqualTo("[CRITICAL] DiskFull on db01");
    assertThat(mail.part("text/html")).contains("DiskFull on db01");
    assertThat(mail.part("text/plain")).contains("DiskFull on db01");
  }

  @Test
  void shouldSendInTheTraceThatTheAlertCameWith() {
    webhook("hook", true);
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    redis.stream(String.class)
        .xadd(
            Streams.NOTIFICATIONS,
            Map.of(
                "payload",
                EventJson.write(News.envelope(notification)),
                "traceparent",
                "00-" + trace + "-00f067aa0ba902b7-01"));

    await().untilAsserted(() -> assertThat(requests("hook")).hasSize(1));
    assertThat(requests("hook").getFirst().header("traceparent").orElse(""))
        .startsWith("00-" + trace + "-")
        .doesNotContain("00f067aa0ba902b7");
    await().untilAsserted(() -> assertThat(told(notification.notificationId())).hasSize(2));
    assertThat(sql("select distinct split_part(traceparent, '-', 2) from outbox"))
        .singleElement()
        .satisfies(row -> assertThat(row.getString(0)).isEqualTo(trace));
  }
}
