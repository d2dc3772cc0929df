package dev.iris.notifier.storm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When news are told together. Ready as it is. */
@ConfigMapping(prefix = "iris.notifier.storm")
public interface StormConfig {

  /** More news than this for one audience at one place within the window are a storm. */
  @WithDefault("20")
  int threshold();

  /** Over how long news are counted. A storm is over when a whole one has passed with no more than the threshold. */
  @WithDefault("1m")
  Duration window();

  /** From the beginning of a storm to its first message; doubled after each further one. */
  @WithDefault("2s")
  Duration firstGap();

  /** The longest time between two messages of a storm. */
  @WithDefault("1m")
  Duration maxGap();
}
