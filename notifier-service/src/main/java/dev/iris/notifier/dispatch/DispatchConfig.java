package dev.iris.notifier.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the dispatcher works. Ready as it is. */
@ConfigMapping(prefix = "iris.notifier.dispatch")
interface DispatchConfig {

  /** How many messages of one channel a replica sends at the same time. */
  @WithDefault("16")
  int concurrency();

  /** How long a claimed delivery is left to its replica. Longer than any attempt may take; then another replica takes it. */
  @WithDefault("20s")
  Duration lease();

  /** How often due deliveries are looked for that nobody signalled: retries, and those of replicas that died. */
  @WithDefault("1s")
  Duration sweep();

  /** How long the end of the application waits for messages on their way. */
  @WithDefault("8s")
  Duration shutdown();

  /** When a delivery that did not work out is tried again, and when it is given up. */
  Retry retry();

  /** Between attempts. */
  interface Retry {

    /** After the first attempt; doubled after each further one. */
    @WithDefault("1s")
    Duration initialDelay();

    /** The longest pause. */
    @WithDefault("5m")
    Duration maxDelay();

    /** How many attempts at most. */
    @WithDefault("60")
    int maxAttempts();

    /** How long after its first attempt a delivery is given up, and falls over to another channel. */
    @WithDefault("75m")
    Duration maxAge();
  }
}
