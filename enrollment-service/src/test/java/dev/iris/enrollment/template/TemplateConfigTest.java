package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.iris.testing.ConfigOf;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateConfigTest {

  @Test
  void shouldBeReadyAsItIs() {
    assertThat(ConfigOf.mapping(TemplateConfig.class, Map.of()).limits())
        .isEqualTo(new RenderLimits(65_536, 262_144, 10_000, Duration.ofSeconds(2)));
  }

  @Test
  void shouldTakeItsPlacesFromTheConfiguration() {
    assertThat(
            ConfigOf.mapping(
                    TemplateConfig.class,
                    Map.of(
                        "iris.enrollment.template.max-source", "2000",
                        "iris.enrollment.template.max-output", "3000",
                        "iris.enrollment.template.max-steps", "400",
                        "iris.enrollment.template.time-limit", "50ms"))
                .limits())
        .isEqualTo(new RenderLimits(2_000, 3_000, 400, Duration.ofMillis(50)));
  }

  @Test
  void shouldRefuseWhatIsNoLimit() {
    assertThatExceptionOfType(ConfigValidationException.class)
        .isThrownBy(
            () ->
                ConfigOf.mapping(
                    TemplateConfig.class, Map.of("iris.enrollment.template.max-output", "plenty")));
  }
}
