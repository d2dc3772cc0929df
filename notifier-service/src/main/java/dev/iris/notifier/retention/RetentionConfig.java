package dev.iris.notifier.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the notifier keeps what grows. Ready as it is. Nothing shorter than what audits and repeated events look at. */
@ConfigMapping(prefix = "iris.notifier.retention")
interface RetentionConfig {

  /** Notifications with their deliveries, from the request; those with a delivery that is neither accepted nor failed stay. */
  @WithDefault("P90D")
  Duration notifications();

  /** Receipts of attempts. */
  @WithDefault("P90D")
  Duration attempts();

  /** How often Iris looks whether something is old enough. */
  @WithDefault("PT1M")
  Duration every();

  /** How many notifications, or receipts, one step removes; at least 1. */
  @WithDefault("500")
  int step();
}
