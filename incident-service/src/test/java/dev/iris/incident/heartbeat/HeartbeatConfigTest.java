package dev.iris.incident.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.ConfigOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatConfigTest {

  @Test
  void shouldBeSoundByDefault() {
    HeartbeatConfig config = config(Map.of());

    config.requireSound();

    assertThat(config.absence()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.checkEvery()).isEqualTo(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @CsvSource({"absence,PT30S", "absence,PT0S", "check-every,PT0S", "check-every,PT10M"})
  void shouldNameWhatIsWrong(String setting, String value) {
    HeartbeatConfig config = config(Map.of("iris.incident.heartbeat." + setting, value));

    assertThatThrownBy(config::requireSound).hasMessageContaining("iris.incident.heartbeat.");
  }

  private static HeartbeatConfig config(Map<String, String> properties) {
    return ConfigOf.mapping(HeartbeatConfig.class, properties);
  }
}
