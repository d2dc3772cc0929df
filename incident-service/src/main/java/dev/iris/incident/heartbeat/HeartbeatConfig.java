package dev.iris.incident.heartbeat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the watch over sources. The name of the alert is the lifecycle's setting, {@code heartbeat-alert}. */
@ConfigMapping(prefix = "iris.incident.heartbeat")
interface HeartbeatConfig {

  /**
   * How long a source may be silent before that is an incident. Must be well over the {@code repeat_interval} and {@code
   * group_interval} with which Alertmanager repeats the Watchdog.
   */
  @WithDefault("PT15M")
  Duration absence();

  /** How often a replica looks; far shorter than the absence. */
  @WithDefault("PT15S")
  Duration checkEvery();

  /**
   * Refuses what makes no sense.
   *
   * @throws IllegalArgumentException which names the setting
   */
  default void requireSound() {
    if (!checkEvery().isPositive()) {
      throw new IllegalArgumentException("iris.incident.heartbeat.check-every must be positive");
    }
    if (absence().compareTo(checkEvery().multipliedBy(Listening.GAPS)) < 0) {
      throw new IllegalArgumentException(
          "iris.incident.heartbeat.absence must be at least %d times check-every"
              .formatted(Listening.GAPS));
    }
  }
}
