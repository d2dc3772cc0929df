package dev.iris.notifier.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
  private static final RateLimit TEAMS = new RateLimit(1.0, 100);

  @Test
  void shouldGrantOneASecond() {
    TokenBucket bucket = TokenBucket.full(TEAMS, NOW);
    assertThat(bucket.available(TEAMS, NOW, 10)).isEqualTo(1);

    TokenBucket used = bucket.minus(TEAMS, 1);

    assertThat(used.available(TEAMS, NOW, 10)).isZero();
    assertThat(used.nextAt(TEAMS, NOW)).isEqualTo(NOW.plusSeconds(1));
    assertThat(used.refilled(TEAMS, NOW.plusSeconds(1)).available(TEAMS, NOW.plusSeconds(1), 10))
        .isEqualTo(1);
    assertThat(used.refilled(TEAMS, NOW.plusSeconds(50)).available(TEAMS, NOW.plusSeconds(50), 10))
        .isEqualTo(1);
  }

  @Test
  void shouldNeverExceedTheHourlyLimitInAnyHour() {
    TokenBucket bucket = TokenBucket.full(TEAMS, NOW);
    Deque<Instant> lastHour = new ArrayDeque<>();
    for (int second = 0; second < 4 * 3600; second++) {
      Instant at = NOW.plusSeconds(second);
      bucket = bucket.refilled(TEAMS, at);
      int granted = bucket.available(TEAMS, at, 10);
      bucket = bucket.minus(TEAMS, granted);
      for (int i = 0; i < granted; i++) {
        lastHour.add(at);
      }
      while (!lastHour.isEmpty() && !lastHour.peek().isAfter(at.minus(Duration.ofHours(1)))) {
        lastHour.remove();
      }
      assertThat(lastHour.size()).isLessThanOrEqualTo(100);
    }
    assertThat(lastHour).hasSizeGreaterThan(50);
  }

  @Test
  void shouldObeyAPauseThatTheOtherSideAskedFor() {
    TokenBucket blocked =
        TokenBucket.full(RateLimit.UNLIMITED, NOW)
            .blocked(NOW.plusSeconds(60))
            .blocked(NOW.plusSeconds(30));

    assertThat(blocked.available(RateLimit.UNLIMITED, NOW.plusSeconds(59), 5)).isZero();
    assertThat(blocked.nextAt(RateLimit.UNLIMITED, NOW)).isEqualTo(NOW.plusSeconds(60));
    assertThat(blocked.available(RateLimit.UNLIMITED, NOW.plusSeconds(60), 5)).isEqualTo(5);
  }

  @Test
  void shouldStartAfreshWhenALimitIsSetLater() {
    TokenBucket busy =
        TokenBucket.full(RateLimit.UNLIMITED, NOW).minus(RateLimit.UNLIMITED, 100_000);

    assertThat(busy.refilled(TEAMS, NOW.plusSeconds(120)).available(TEAMS, NOW.plusSeconds(120), 5))
        .isEqualTo(1);
  }

  @Test
  void shouldNotGiveAnythingForAClockThatGoesBack() {
    TokenBucket used = TokenBucket.full(TEAMS, NOW).minus(TEAMS, 1);

    assertThat(
            used.refilled(TEAMS, NOW.minusSeconds(100)).available(TEAMS, NOW.minusSeconds(100), 5))
        .isZero();
  }
}
