package dev.iris.enrollment.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How batches are worked on. Ready as it is. */
@ConfigMapping(prefix = "iris.enrollment.batches")
interface BatchesConfig {

  /** How many jobs of a batch may be queued or running at the same time, unless it says so itself. */
  @WithDefault("10")
  @Min(1)
  int concurrency();

  /** The most that a batch may ask for. */
  @WithDefault("40")
  @Min(1)
  @Max(500)
  int maxConcurrency();

  /** How many hosts a batch may have. */
  @WithDefault("5000")
  @Min(1)
  @Max(5000)
  int maxHosts();

  /** How often batches are looked at that nobody signalled. */
  @WithDefault("1s")
  Duration sweep();

  /** How long batches that ended are kept. */
  @WithDefault("90d")
  Duration retention();
}
