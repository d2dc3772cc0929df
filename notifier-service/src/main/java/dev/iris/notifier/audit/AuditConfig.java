package dev.iris.notifier.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often rows are compared. */
@ConfigMapping(prefix = "iris.notifier.audit")
interface AuditConfig {

  /** How often each replica looks whether an audit is due. */
  @WithDefault("5s")
  Duration tick();

  /** How often the figures of the metrics are taken. */
  @WithDefault("10s")
  Duration gauges();

  /** Between two audits, whichever replicas make them. */
  @WithDefault("15s")
  Duration every();

  /** How far back notifications are looked at. Shorter than attempts are kept. */
  @WithDefault("24h")
  Duration window();

  /** After how long an unchanged result is published again, for readers that missed it. */
  @WithDefault("3m")
  Duration republish();
}
