package dev.iris.enrollment.prometheus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How targets are kept and proven. Which Prometheus servers there are is {@link PrometheusConfig}. */
@ConfigMapping(prefix = "iris.enrollment.targets")
interface TargetsConfig {

  /** Where Alloy serves the metrics of a component; {@code {id}} stands for its id. Not promised by Alloy, hence a setting. */
  @WithDefault("/api/v0/component/{id}/metrics")
  @Pattern(regexp = "/.*\\{id}.*")
  String componentPath();

  /** How often files are compared with what they should be. */
  @WithDefault("PT1M")
  @DurationMin(seconds = 1)
  Duration repairInterval();

  /** How often a proof looks for its sample. */
  @WithDefault("PT1S")
  @DurationMin(millis = 50)
  Duration pollInterval();

  /** How long a Prometheus may take to answer, to the last byte. */
  @WithDefault("PT10S")
  @DurationMin(millis = 100)
  Duration timeout();

  /** The longest answer that is read, in bytes; its list of targets is the longest. */
  @WithDefault("67108864")
  @Min(1024)
  long maxAnswerBytes();
}
