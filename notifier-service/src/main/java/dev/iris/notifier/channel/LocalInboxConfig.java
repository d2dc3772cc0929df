package dev.iris.notifier.channel;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Local mode: where the launcher's inbox takes messages. Both are set there and nowhere else. */
@ConfigMapping(prefix = "iris.notifier")
interface LocalInboxConfig {

  /** The gateway, for Teams and webhooks. */
  Optional<URI> localInboxUrl();

  /** Host and port of its SMTP server. */
  Optional<String> localInboxSmtp();
}
