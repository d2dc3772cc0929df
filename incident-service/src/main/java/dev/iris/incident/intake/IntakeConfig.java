package dev.iris.incident.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the intake. How large a body may be is the HTTP server's own setting, {@code quarkus.http.limits.max-body-size}. */
@ConfigMapping(prefix = "iris.incident.intake")
interface IntakeConfig {

  /** How long a webhook may wait for PostgreSQL before its sender is told to try again. */
  @WithDefault("PT8S")
  Duration timeout();
}
