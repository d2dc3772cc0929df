package dev.iris.notifier.channel.secret;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the key is that seals secrets. */
@ConfigMapping(prefix = "iris.notifier")
interface SecretConfig {

  /** A file of at least 32 random bytes that only the service may read. There is no default: without it nothing starts. */
  Path kekFile();
}
