package dev.iris.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.EnrollmentEvent.BatchCounts;
import dev.iris.events.EnrollmentEvent.BatchFinished;
import dev.iris.events.EnrollmentEvent.EnrolledHost;
import dev.iris.events.EnrollmentEvent.EnrollmentFinished;
import dev.iris.events.Envelope;
import dev.iris.events.Event;
import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import dev.iris.events.Streams;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierResource;
import dev.iris.notifier.NotifierScene;
import dev.iris.testing.SmtpSink.Mail;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people hear when enrolment that they asked for has ended. */
@QuarkusTest
class ConfirmationTest extends NotifierScene {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  @Test
  void shouldTellOfABatchOnEachChannelWithWhatFailed() {
    webhook("hook", true);
    teams("ops", true, "null");
    mail("post", true, "ops@example.org");
    Envelope batch =
        publish(
            new BatchFinished(
                Ids.next(),
                1,
                false,
                "k7f3a2",
                Instant.EPOCH,
                new BatchCounts(197, 0, 2, 0, 1),
                List.of(failed("web-02", "host-unreachable", HOSTILE))));

    await().untilAsserted(() -> assertThat(requests("hook")).hasSize(1));
    await().untilAsserted(() -> assertThat(requests("ops")).hasSize(1));
    await().untilAsserted(() -> assertThat(NotifierResource.smtp().mails()).hasSize(1));
    JsonPath body = JsonPath.from(requests("hook").getFirst().text());
    assertThat(body.getString("type")).isEqualTo("batch-finished");
    assertThat(body.getInt("result.counts.failed")).isEqualTo(2);
    assertThat(body.getString("result.troubled[0].code")).isEqualTo("host-unreachable");
    assertThat(requests("ops").getFirst().text())
        .contains("198 of 200 hosts are set up", "BATCH WITH FAILURES", "+1 more", "web-02")
        .contains("iris-notification-" + batch.eventId())
        .contains("\\\\<img src=x onerror=alert\\\\(1\\\\)>")
        .doesNotContain("iris-transition-");
    Mail mail = NotifierResource.smtp().mails().getFirst();
    assertThat(mail.subject()).isEqualTo("[BATCH WITH FAILURES] 198 of 200 hosts are set up");
    assertThat(mail.header("X-Iris-News")).isEqualTo("0");
    assertThat(mail.part("text/html")).contains("&lt;img src=x").doesNotContain("<img");
    assertThat(mail.part("text/plain")).contains("host-unreachable", "web-02", "+1 more");
  }

  @Test
  void shouldTellOnceOfAJobHoweverOftenItIsHeard() {
    webhook("hook", true);
    Envelope job = publish(new EnrollmentFinished(succeeded("web-01"), true, "k7f3a2"));
    publish(job);
    // Behind the repeat: once it is told, the repeat was taken in.
    Envelope next =
        publish(new EnrollmentFinished(failed("web-02", "sudo-missing", ""), false, "k"));

    await().untilAsserted(() -> assertThat(told(next.eventId())).isNotEmpty());
    await().untilAsserted(() -> assertThat(requests("hook")).hasSize(2));
    assertThat(requests("hook"))
        .extracting(request -> JsonPath.from(request.text()).getString("id"))
        .containsExactlyInAnyOrder(job.eventId().toString(), next.eventId().toString());
    await()
        .untilAsserted(
            () ->
                assertThat(told(job.eventId()))
                    .filteredOn(DeliveriesAccepted.class::isInstance)
                    .hasSize(1));
  }

  @Test
  void shouldTellManyTogetherAndApartFromAlerts() {
    teams("ops", true, "{'perSecond':1,'perHour':1000}");
    IntStream.range(0, 40)
        .forEach(i -> publish(new EnrollmentFinished(succeeded("node-" + i), true, "k7f3a2")));
    request(News.of(News.firing("critical", "DiskFull", "db01")));

    await()
        .untilAsserted(
            () ->
                assertThat(count("select count(*) from delivery where state = 'accepted'"))
                    .isEqualTo(41));
    assertThat(requests("ops").size()).isLessThan(30);
    assertThat(requests("ops"))
        .filteredOn(request -> request.text().contains("DiskFull"))
        .singleElement()
        .satisfies(request -> assertThat(request.text()).doesNotContain("node-"));
  }

  private Envelope publish(Event event) {
    Envelope envelope = new Envelope(Ids.next(), 1, Instant.EPOCH, 1, null, event);
    publish(envelope);
    return envelope;
  }

  private void publish(Envelope envelope) {
    redis.stream(String.class)
        .xadd(Streams.ENROLLMENT_RESULTS, Map.of("payload", EventJson.write(envelope)));
  }

  private static EnrolledHost succeeded(String name) {
    return new EnrolledHost(Ids.next(), "10.77.0.11", 22, name, "succeeded", null, null);
  }

  private static EnrolledHost failed(String name, String code, String remedy) {
    return new EnrolledHost(Ids.next(), "10.77.0.12", 22, name, "failed", code, remedy);
  }
}
