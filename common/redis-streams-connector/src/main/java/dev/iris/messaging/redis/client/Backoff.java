package dev.iris.messaging.redis.client;

import java.time.Duration;

/** Delays that double from {@code initial} and stop growing at {@code max}. */
public record Backoff(Duration initial, Duration max) {

  private static final int MAX_DOUBLINGS = 30;

  public Backoff {
    if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException(
          "a back-off needs 0 < initial <= max, not %s and %s".formatted(initial, max));
    }
  }

  /** The delay before try number {@code attempt}, which counts from 1. */
  public Duration before(long attempt) {
    long doublings = Math.clamp(attempt - 1, 0, MAX_DOUBLINGS);
    long millis = Math.multiplyExact(Math.min(initial.toMillis(), max.toMillis()), 1L << doublings);
    return millis >= max.toMillis() ? max : Duration.ofMillis(millis);
  }
}
