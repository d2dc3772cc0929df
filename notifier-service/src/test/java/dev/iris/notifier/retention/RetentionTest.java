package dev.iris.notifier.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.News;
import dev.iris.notifier.NotifierScene;
import dev.iris.outbox.Pruner;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest extends NotifierScene {

  private static final int PRIORITY = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration DAY = Duration.ofDays(1);

  @Inject Pruner pruner;

  private final NotificationRequested old = News.of(News.firing("critical", "DiskFull", "db01"));
  private final NotificationRequested young = News.of(News.firing("critical", "DiskFull", "db02"));

  @Test
  void shouldForgetWhatIsOverForLongAndKeepTheRest() {
    deliverBoth();
    List<DeliveryEvent> told = told(old.notificationId());
    long receipts = count("select count(*) from attempt");

    prune(Instant.now().plus(89, ChronoUnit.DAYS));
    assertThat(count("select count(*) from notification")).isEqualTo(2);
    assertThat(count("select count(*) from attempt")).isEqualTo(receipts);

    makeOlder(Duration.ofDays(2));
    prune(Instant.now().plus(89, ChronoUnit.DAYS));

    assertThat(deliveries(old.notificationId()).getList("items")).isEmpty();
    assertStates(young.notificationId(), Map.of("one", "accepted", "two", "accepted"));
    assertThat(count("select count(*) from delivery")).isEqualTo(2);
    assertThat(count("select count(*) from attempt")).isEqualTo(2);
    assertThat(told(old.notificationId())).as("the others hear nothing of it").isEqualTo(told);
  }

  @Test
  void shouldKeepWhatIsPendingHoweverOld() {
    deliverBoth();
    makeOlder(Duration.ofDays(200));
    sql(
        "update delivery set state = 'pending', next_attempt_at = '9999-01-01' where notification_id = '%s' and channel_id = 'two'"
            .formatted(old.notificationId()));

    prune(Instant.now());

    assertStates(old.notificationId(), Map.of("one", "accepted", "two", "pending"));
    String delivery =
        deliveries(old.notificationId()).getString("items.find { it.channelId == 'one' }.id");
    given().get("/api/v1/deliveries/" + delivery).then().statusCode(200);
  }

  @Test
  void shouldGoInSmallSteps() {
    deliverBoth();
    Retention retention = retention(Map.of("iris.notifier.retention.step", "1"), later(91));

    assertThat(step(retention)).isTrue();
    assertThat(count("select count(*) from notification")).isEqualTo(1);
    assertThat(count("select count(*) from delivery")).isEqualTo(2);
    assertThat(step(retention)).isTrue();
    assertThat(step(retention)).isFalse();
    assertThat(count("select count(*) from delivery")).isZero();
  }

  @Test
  void shouldForgetLimitsOfChannelsThatAreGone() {
    deliverBoth();
    given().delete("/api/v1/channels/two").then().statusCode(204);

    prune(Instant.now());
    assertThat(count("select count(*) from throttle")).isEqualTo(2);

    prune(Instant.now().plus(2, ChronoUnit.DAYS));
    assertThat(count("select count(*) from throttle where channel_id = 'one'")).isEqualTo(1);
    assertThat(count("select count(*) from throttle where channel_id = 'two'")).isZero();
  }

  @Test
  void shouldForgetStormsAtChannelsThatAreGone() {
    webhook("one", true);
    storm("one");
    storm("gone");

    prune(Instant.now());
    assertThat(count("select count(*) from storm")).isEqualTo(2);

    prune(Instant.now().plus(2, ChronoUnit.DAYS));
    assertThat(count("select count(*) from storm where channel_id = 'one'")).isEqualTo(1);
    assertThat(count("select count(*) from storm")).isEqualTo(1);
  }

  @Test
  void shouldRefuseToForgetWhatIsStillLookedAt() {
    Retention.requireSound(config(Map.of()), WEEK, DAY);

    assertRefused("notifications", "P6D", "iris.outbox.retention");
    assertRefused("attempts", "PT23H", "iris.notifier.audit.window");
    assertRefused("step", "0", "at least 1");
  }

  private static void assertRefused(String property, String value, String named) {
    RetentionConfig config = config(Map.of("iris.notifier.retention." + property, value));
    assertThatThrownBy(() -> Retention.requireSound(config, WEEK, DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("iris.notifier.retention." + property)
        .hasMessageContaining(named);
  }

  private void deliverBoth() {
    webhook("one", true);
    webhook("two", true);
    for (NotificationRequested notification : List.of(old, young)) {
      request(notification);
      await()
          .untilAsserted(
              () ->
                  assertStates(
                      notification.notificationId(), Map.of("one", "accepted", "two", "accepted")));
    }
    // what was accepted is announced after that
    await().untilAsserted(() -> assertThat(told(old.notificationId())).hasSizeGreaterThan(1));
  }

  private void storm(String channel) {
    sql(
        "insert into storm values ('%s', '', 'default', gen_random_uuid(), now(), now(), now(), null, 1, '{}')"
            .formatted(channel));
  }

  private void makeOlder(Duration by) {
    String set =
        "set %1$s = %1$s - interval '"
            + by.toSeconds()
            + " seconds' where %2$s = '"
            + old.notificationId()
            + "'";
    sql("update notification " + set.formatted("created_at", "id"));
    sql("update delivery " + set.formatted("created_at", "notification_id"));
    sql("update attempt " + set.formatted("started_at", "notification_id"));
  }

  private void prune(Instant now) {
    Uni.join()
        .all(
            retention(Map.of(), InstantSource.fixed(now)).prunings().stream()
                .map(pruner::step)
                .toList())
        .andFailFast()
        .await()
        .atMost(PATIENCE);
  }

  private boolean step(Retention retention) {
    return pruner.step(retention.prunings().getFirst()).await().atMost(PATIENCE);
  }

  private static InstantSource later(int days) {
    return InstantSource.fixed(Instant.now().plus(days, ChronoUnit.DAYS));
  }

  private static Retention retention(Map<String, String> properties, InstantSource clock) {
    return new Retention(config(properties), clock);
  }

  private static RetentionConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(RetentionConfig.class)
        .withConverter(Duration.class, PRIORITY, new DurationConverter())
        .withSources(new PropertiesConfigSource(properties, "test", PRIORITY))
        .build()
        .getConfigMapping(RetentionConfig.class);
  }
}
