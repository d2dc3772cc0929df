package dev.iris.notifier.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
  private static final Duration MAX = Duration.ofMinutes(15);

  @Test
  void shouldUnderstandSecondsAndDates() {
    assertThat(RetryAfter.parse("120", NOW, MAX)).contains(NOW.plusSeconds(120));
    assertThat(RetryAfter.parse("Sun, 22 Nov 2026 18:05:00 GMT", NOW, MAX))
        .contains(NOW.plusSeconds(300));
  }

  @Test
  void shouldNotBeMadeToWaitForEver() {
    assertThat(RetryAfter.parse("999999999", NOW, MAX)).contains(NOW.plus(MAX));
    assertThat(RetryAfter.parse("Sun, 22 Nov 2099 18:05:00 GMT", NOW, MAX)).contains(NOW.plus(MAX));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "soon", "-5", "1.5", "99999999999999999999", "Sun, 22 Nov 2020 18:05:00 GMT"})
  void shouldIgnoreWhatIsNoTimeToCome(String header) {
    assertThat(RetryAfter.parse(header, NOW, MAX)).isEmpty();
  }
}
