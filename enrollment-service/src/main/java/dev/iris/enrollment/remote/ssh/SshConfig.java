package dev.iris.enrollment.remote.ssh;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How patient Iris is with hosts over SSH. */
@ConfigMapping(prefix = "iris.enrollment.ssh")
interface SshConfig {

  /** Until a host is connected, and again until it has proven its key. */
  @WithDefault("10s")
  Duration connectTimeout();

  /** From the first to the last word of a login; directory services can be slow. */
  @WithDefault("45s")
  Duration loginTimeout();

  /** Until a logged-in host begins a command. */
  @WithDefault("15s")
  Duration openTimeout();

  /** What a command may take beyond its own limit, for the host to end it, before the connection is cut. */
  @WithDefault("15s")
  Duration grace();

  /** How often a silent host is asked whether it is still there; after four questions without an answer it is not. */
  @WithDefault("15s")
  Duration heartbeat();

  /** How much is kept of each stream that a command writes, in bytes; the rest is read and dropped. */
  @Min(4096)
  @Max(64 << 20)
  @WithDefault("1048576")
  int keepOutput();

  /** How often a host that drops the connection before any login, as busy ones do, is tried in all. */
  @Min(1)
  @Max(10)
  @WithDefault("4")
  int attempts();

  /** Threads that serve all connections. */
  @Min(1)
  @Max(64)
  @WithDefault("8")
  int ioThreads();
}
