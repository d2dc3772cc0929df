package dev.iris.notifier.channel.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patient mail channels are. */
@ConfigMapping(prefix = "iris.notifier.mail")
interface MailConfiguration {

  /** For the connection, TLS included. */
  @WithDefault("5s")
  Duration connectTimeout();

  /** For everything. Must be shorter than the dispatcher's lease. */
  @WithDefault("15s")
  Duration totalTimeout();
}
