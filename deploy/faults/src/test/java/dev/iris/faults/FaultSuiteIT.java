package dev.iris.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every fault once, as briefly as it makes sense; {@code ./iris test faults --minutes 30} is the long way round. */
class FaultSuiteIT {

  private static final double ALERTS_PER_SECOND = 25;

  @Test
  void shouldLoseNothingAndDoubleNothingWhateverBreaks() throws IOException, InterruptedException {
    long seed = Long.getLong("faults.seed", System.currentTimeMillis() % 1_000_000);

    Report report =
        new FaultRun(
                Path.of("..", ".."),
                new FaultRun.Settings(seed, null, "", ALERTS_PER_SECOND, Path.of("target")))
            .run();

    assertThat(report.isGood()).as("%s", report.text()).isTrue();
  }
}
