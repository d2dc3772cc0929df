package dev.iris.messaging.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void shouldDoubleUpToTheLongest() {
    var backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));

    assertThat(LongStream.of(1, 2, 3, 4, 1_000_000).mapToObj(backoff::before))
        .containsExactly(ms(200), ms(400), ms(800), ms(1_000), ms(1_000));
  }

  @Test
  void shouldTakeAnyAttemptForTheFirst() {
    assertThat(new Backoff(ms(200), ms(400)).before(0)).isEqualTo(ms(200));
  }

  @Test
  void shouldRefuseDelaysThatDoNotGrow() {
    assertThatThrownBy(() -> new Backoff(ms(2), ms(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(ms(0), ms(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
