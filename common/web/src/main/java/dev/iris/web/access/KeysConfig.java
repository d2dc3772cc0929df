package dev.iris.web.access;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the keys are. */
@ConfigMapping(prefix = "iris.keys")
interface KeysConfig {

  /** The file of hashes, see {@link KeyFile}. Without it a service runs keyless and serves this machine only. */
  Optional<Path> file();
}
