package dev.iris.enrollment.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the keys are that seal credentials. */
@ConfigMapping(prefix = "iris.enrollment.vault")
interface VaultConfig {

  /** A file of at least 32 random bytes that only the service may read. There is no default: without it nothing starts. */
  Path keyFile();

  /** Files of keys that may still open what they sealed: the one before, while its secrets are moved to the new one. */
  Optional<List<Path>> olderKeyFiles();

  /** How often secrets of older keys are looked for, to be sealed with the key of today. */
  @WithDefault("10m")
  Duration rotation();
}
