package dev.iris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./iris bench} measures what it says; the figures themselves are nobody's to test. */
class BenchIT {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Test
  void shouldMeasureTheAlertPathAndFindAtTheSinkWhatItSent() {
    String printed = bench("alerts", "1", "1");

    assertThat(printed)
        .contains("| figure | least | median | greatest |")
        .contains("webhooks accepted and durable")
        .contains("everyone told")
        .contains("| incident-service |")
        .contains("| generator |")
        .contains("cards: 1.0 a second, 100 an hour")
        .contains("transactions")
        .contains("balanced true");
  }

  @Test
  void shouldTellTheMemoryOfEveryProcess() {
    String printed = bench("memory", "0.4", "100");

    assertThat(printed)
        .contains("| incident-service |")
        .contains("| postgresql |")
        .contains("240 webhooks accepted")
        .contains("balanced true");
  }

  private static String bench(String... arguments) {
    List<String> command = new ArrayList<>(List.of("../../iris", "bench"));
    command.addAll(List.of(arguments));
    Program.Outcome outcome = Program.run(PATIENCE, command);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome.output();
  }
}
