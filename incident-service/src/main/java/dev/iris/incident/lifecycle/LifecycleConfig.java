package dev.iris.incident.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the lifecycle. */
@ConfigMapping(prefix = "iris.incident.lifecycle")
interface LifecycleConfig {

  /** How long after its resolve an incident is reopened by the same alert, and not followed by another incident. */
  @WithDefault("PT15M")
  Duration reopenWithin();

  /**
   * How long after a resolve was heard a firing that began before it is taken for a straggler of a peer that lags. What is heard
   * later fires again, whatever its startsAt says. Longer than peers may lag: their peer timeouts and group_interval together.
   */
  @WithDefault("PT10M")
  @DurationMin(seconds = 1)
  Duration peerLag();

  /** The name of the alert that always fires and says that its source is alive. */
  @WithDefault("Watchdog")
  @NotBlank
  String heartbeatAlert();
}
