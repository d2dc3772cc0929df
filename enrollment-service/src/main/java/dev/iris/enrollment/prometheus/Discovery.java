package dev.iris.enrollment.prometheus;

import java.time.Duration;

/** How a Prometheus learns of targets. */
public enum Discovery {
  /** It reads files that Iris writes into a folder. */
  FILES(Duration.ofSeconds(10)),
  /** It asks Iris. */
  HTTP(Duration.ofSeconds(60));

  private final Duration usualDelay;

  Discovery(Duration usualDelay) {
    this.usualDelay = usualDelay;
  }

  /** How long it takes at most until a change is known, with Prometheus' own defaults. */
  Duration usualDelay() {
    return usualDelay;
  }
}
