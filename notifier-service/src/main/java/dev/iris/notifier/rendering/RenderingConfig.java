package dev.iris.notifier.rendering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.ZoneId;

/** How messages are written. */
@ConfigMapping(prefix = "iris.notifier.rendering")
public interface RenderingConfig {

  /** The zone of times in messages, as an IANA name; it is named beside each time. */
  @WithDefault("UTC")
  ZoneId zone();
}
