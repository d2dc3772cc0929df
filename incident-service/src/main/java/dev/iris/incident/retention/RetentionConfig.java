package dev.iris.incident.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long the incident service keeps what grows. Ready as it is. */
@ConfigMapping(prefix = "iris.incident.retention")
interface RetentionConfig {

  /**
   * Webhooks as they came, and what became of each of their alerts. Not shorter than {@code iris.outbox.retention}: events that
   * are published again name the webhook.
   */
  @WithDefault("P30D")
  Duration intake();

  /** Incidents with their history, from the last thing that Iris heard of them; open ones stay. Not shorter than {@link #intake()}. */
  @WithDefault("P730D")
  Duration incidents();

  /** Counts of refused webhooks. */
  @WithDefault("P400D")
  Duration refusals();

  /** How often Iris looks whether something is old enough. */
  @WithDefault("PT1M")
  Duration every();

  /** How many webhooks one step removes. */
  @WithDefault("500")
  @Min(1)
  int intakeStep();

  /** How many incidents one step removes. */
  @WithDefault("100")
  @Min(1)
  int incidentStep();

  /** While so many webhooks wait to be taken up, nothing is removed: there is more important work. */
  @WithDefault("1000")
  @Min(1)
  int busyBacklog();
}
