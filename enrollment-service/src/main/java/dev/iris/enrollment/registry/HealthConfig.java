package dev.iris.enrollment.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How it is looked after hosts that are monitored. Ready as it is. */
@ConfigMapping(prefix = "iris.enrollment.health")
interface HealthConfig {

  /** How often Prometheus is asked whether samples of a host arrive. */
  @WithDefault("5m")
  @DurationMin(seconds = 1)
  Duration interval();

  /** How often in a row they must be missing before the host is said to be broken. */
  @WithDefault("2")
  @Min(1)
  int misses();

  /** How many hosts a replica looks at at the same time. */
  @WithDefault("20")
  @Min(1)
  @Max(500)
  int concurrency();
}
