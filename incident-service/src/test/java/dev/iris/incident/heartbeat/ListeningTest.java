package dev.iris.incident.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With an absence of 15 minutes, a gap of 5 is one. */
class ListeningTest {

  private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "after a start it has heard nothing           | 0              | 0",
        "it hears as long as it looks                 | 0 1 2 4 8 12   | 12",
        "a short gap does not matter                  | 0 4 8          | 8",
        "after an outage it begins anew               | 0 4 8 13       | 0",
        "and goes on from there                       | 0 4 8 60 61 64 | 4",
        "a clock that was set back begins anew as well | 10 11 5 6      | 1"
      })
  void shouldKnowForHowLongItCouldHear(String situation, String minutes, long heard) {
    Listening listening = new Listening(Duration.ofMinutes(15));

    List<Duration> answers =
        Arrays.stream(minutes.split(" "))
            .map(minute -> listening.hears(START.plus(Duration.ofMinutes(Long.parseLong(minute)))))
            .toList();

    assertThat(answers.getLast()).as(situation).isEqualTo(Duration.ofMinutes(heard));
  }
}
