package dev.iris.enrollment.template;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much a template may be and do. Ready as it is. */
@ConfigMapping(prefix = "iris.enrollment.template")
interface TemplateConfig {

  /** The longest template, in characters. */
  @WithDefault("65536")
  @Min(1_024)
  @Max(1_048_576)
  int maxSource();

  /** The longest text that a template, or a whole host config, may render to, in characters. */
  @WithDefault("262144")
  @Min(1_024)
  @Max(1_048_576)
  int maxOutput();

  /** How many rounds all loops of a template may make together. */
  @WithDefault("10000")
  @Min(100)
  @Max(1_000_000)
  int maxSteps();

  /** How long rendering a template may take. */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  Duration timeLimit();

  /** All of them. */
  default RenderLimits limits() {
    return new RenderLimits(maxSource(), maxOutput(), maxSteps(), timeLimit());
  }
}
