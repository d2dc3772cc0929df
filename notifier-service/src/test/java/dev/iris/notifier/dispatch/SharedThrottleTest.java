package dev.iris.notifier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.notifier.News;
import dev.iris.notifier.NotifierScene;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.dispatch.Claims.Claim;
import dev.iris.notifier.storm.Storms;
import dev.iris.notifier.throttle.Throttle;
import dev.iris.testing.HttpSink.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two replicas claim from the same rows. */
@QuarkusTest
class SharedThrottleTest extends NotifierScene {

  @Inject ChannelDirectory channels;
  @Inject Throttle throttle;
  @Inject ChannelKinds kinds;
  @Inject Storms storms;
  @Inject DispatchConfig config;

  @Test
  void shouldNeverGrantTwoReplicasMoreThanTheLimit() {
    teams("chat", true, "{\"perSecond\":3,\"perHour\":null}");
    backlog(20);
    Claims one = replica("one");
    Claims two = replica("two");
    // Far ahead of the running dispatcher, whose claims must not mix with these.
    Instant now = clock.instant().plus(Duration.ofHours(2));

    List<Leased> leased = claim(now, one, two, one, two);
    assertThat(leased).hasSize(3).extracting(Leased::id).doesNotHaveDuplicates();
    assertThat(claim(now.plusMillis(900), one, two)).hasSize(2);
    assertThat(claim(now.plusSeconds(3), two, one)).hasSize(3);
  }

  @Test
  void shouldNotLeaseADeliveryTwice() {
    webhook("hook", true);
    backlog(30);
    Claims one = replica("one");
    Claims two = replica("two");
    Instant now = clock.instant().plus(Duration.ofHours(2));

    assertThat(claim(now, one, two, one, two))
        .hasSize(30)
        .extracting(Leased::id)
        .doesNotHaveDuplicates();
    assertThat(claim(now.plusSeconds(19), one, two)).isEmpty();
    assertThat(claim(now.plusSeconds(21), one, two)).as("their leases ran out").hasSize(20);
  }

  /** Deliveries that the running dispatcher has tried and put off for long. */
  private void backlog(int size) {
    http.answerAlways(Answer.status(503).withHeader("Retry-After", "900"));
    for (int i = 0; i < size; i++) {
      request(News.of(News.firing("critical", "Storm" + i, "db01")));
    }
    await().untilAsserted(() -> assertThat(count("select count(*) from delivery")).isEqualTo(size));
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
  }

  private List<Leased> claim(Instant now, Claims... replicas) {
    String channel = sql("select id from channel").iterator().next().getString(0);
    List<Uni<Claim>> claims =
        List.of(replicas).stream().map(replica -> replica.claim(channel, 10, now)).toList();
    List<Leased> leased = new ArrayList<>();
    Uni.join()
        .all(claims)
        .andFailFast()
        .await()
        .atMost(Duration.ofSeconds(10))
        .forEach(claim -> claim.messages().forEach(message -> leased.addAll(message.deliveries())));
    return leased;
  }

  private Claims replica(String name) {
    return new Claims(pool, channels, kinds, throttle, storms, new Leases(config, name));
  }
}
