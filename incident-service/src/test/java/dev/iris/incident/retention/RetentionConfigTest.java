package dev.iris.incident.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.ConfigOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {

  private static final Duration REPUBLISHED = Duration.ofDays(7);

  @Test
  void shouldBeSoundByDefault() {
    RetentionConfig config = ConfigOf.mapping(RetentionConfig.class, Map.of());

    Retention.requireSound(config, REPUBLISHED);

    assertThat(config.intake()).isEqualTo(Duration.ofDays(30));
    assertThat(config.incidents()).isEqualTo(Duration.ofDays(730));
    assertThat(config.refusals()).isEqualTo(Duration.ofDays(400));
    assertThat(config.every()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.intakeStep()).isEqualTo(500);
    assertThat(config.incidentStep()).isEqualTo(100);
    assertThat(config.busyBacklog()).isEqualTo(1_000);
  }

  @Test
  void shouldReadWhatIsSet() {
    RetentionConfig config =
        ConfigOf.mapping(
            RetentionConfig.class,
            Map.of(
                "iris.incident.retention.intake", "P8D",
                "iris.incident.retention.incidents", "P9D",
                "iris.incident.retention.refusals", "P10D",
                "iris.incident.retention.every", "PT2M",
                "iris.incident.retention.intake-step", "1",
                "iris.incident.retention.incident-step", "2",
                "iris.incident.retention.busy-backlog", "3"));

    Retention.requireSound(config, REPUBLISHED);

    assertThat(config.intake()).isEqualTo(Duration.ofDays(8));
    assertThat(config.incidents()).isEqualTo(Duration.ofDays(9));
    assertThat(config.refusals()).isEqualTo(Duration.ofDays(10));
    assertThat(config.every()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.intakeStep()).isEqualTo(1);
    assertThat(config.incidentStep()).isEqualTo(2);
    assertThat(config.busyBacklog()).isEqualTo(3);
  }

  @Test
  void shouldNotForgetWebhooksThatEventsMayStillName() {
    assertRefused(Map.of("iris.incident.retention.intake", "P6D"), "iris.outbox.retention");
  }

  @Test
  void shouldNotForgetIncidentsThatOccurrencesStillName() {
    assertRefused(
        Map.of("iris.incident.retention.incidents", "P29D"), "iris.incident.retention.incidents");
  }

  private static void assertRefused(Map<String, String> properties, String named) {
    assertThatThrownBy(
            () ->
                Retention.requireSound(
                    ConfigOf.mapping(RetentionConfig.class, properties), REPUBLISHED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("iris.incident.retention.intake")
        .hasMessageContaining(named);
  }
}
