package dev.iris.notifier.throttle;

import org.jspecify.annotations.Nullable;

/**
 * How fast a channel may be used, by all replicas together.
 *
 * @param perSecond null for no limit
 * @param perHour null for no limit
 */
public record RateLimit(@Nullable Double perSecond, @Nullable Integer perHour) {

  /** As fast as it goes. */
  public static final RateLimit UNLIMITED = new RateLimit(null, null);

  public RateLimit {
    if ((perSecond != null && !(perSecond > 0)) || (perHour != null && perHour < 1)) {
      throw new IllegalArgumentException("a rate limit must be positive");
    }
  }
}
