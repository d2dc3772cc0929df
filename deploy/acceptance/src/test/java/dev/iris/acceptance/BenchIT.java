package dev.iris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./iris bench} measures what it says; the figures themselves are nobody's to test. */
class BenchIT {

  @Test
  void shouldMeasureTheAlertPathAndFindAtTheSinkWhatItSent() throws Exception {
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
  void shouldTellTheMemoryOfEveryProcess() throws Exception {
    String printed = bench("memory", "0.4", "100");

    assertThat(printed)
        .contains("| incident-service |")
        .contains("| postgresql |")
        .contains("240 webhooks accepted")
        .contains("balanced true");
  }

  private static String bench(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("../../iris", "bench"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
