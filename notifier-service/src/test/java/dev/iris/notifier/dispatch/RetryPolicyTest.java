package dev.iris.notifier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.notifier.channel.SendResult.Postponed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
  private static final Postponed LATER = new Postponed("http-503", 503, null);

  private final RetryPolicy policy = policy(0.5);

  @Test
  void shouldDoubleThePauseUpToTheLimit() {
    assertThat(policy.next(1, NOW, NOW, LATER)).contains(NOW.plusSeconds(1));
    assertThat(policy.next(2, NOW, NOW, LATER)).contains(NOW.plusSeconds(2));
    assertThat(policy.next(5, NOW, NOW, LATER)).contains(NOW.plusSeconds(16));
    assertThat(policy.next(50, NOW, NOW, LATER)).contains(NOW.plusSeconds(300));
  }

  @Test
  void shouldSpreadWhatFailedTogether() {
    assertThat(policy(0).next(1, NOW, NOW, LATER)).contains(NOW.plusMillis(800));
    assertThat(policy(0.999).next(1, NOW, NOW, LATER).orElseThrow())
        .isBetween(NOW.plusMillis(1190), NOW.plusMillis(1200));
  }

  @Test
  void shouldComeBackWhenAskedTo() {
    Postponed asked = new Postponed("http-429", 429, null, Optional.of(NOW.plusSeconds(90)));

    assertThat(policy.next(1, NOW, NOW, asked)).contains(NOW.plusSeconds(90));
    assertThat(policy.next(20, NOW, NOW, asked))
        .as("the longer one counts")
        .contains(NOW.plusSeconds(300));
  }

  @Test
  void shouldGiveUpInTheEnd() {
    assertThat(policy.next(60, NOW, NOW, LATER)).isEmpty();
    assertThat(policy.next(20, NOW.minus(Duration.ofMinutes(71)), NOW, LATER)).isEmpty();
    assertThat(policy.next(20, NOW.minus(Duration.ofMinutes(69)), NOW, LATER)).isPresent();
  }

  private static RetryPolicy policy(double dice) {
    return new RetryPolicy(
        Duration.ofSeconds(1), Duration.ofMinutes(5), 60, Duration.ofMinutes(75), () -> dice);
  }
}
