package dev.iris.notifier.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * What is left of a channel's {@link RateLimit} at an instant: two buckets, one for seconds that holds a second's worth (at least
 * one), and one for hours. The one for hours holds 40 % of an hour's worth and gains the other 60 % in an hour, so that no hour
 * whatsoever sees more than the limit, and a storm still leaves room for what comes after it. Pure; {@link Throttle} keeps it in
 * a row that replicas share.
 *
 * @param blockedUntil the other side asked for a pause
 */
record TokenBucket(double second, double hour, Instant at, Instant blockedUntil) {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double BURST = 0.4;

  /** A full one. */
  static TokenBucket full(RateLimit limit, Instant now) {
    return new TokenBucket(secondCapacity(limit), hourCapacity(limit), now, Instant.EPOCH);
  }

  /** The bucket as it is at {@code now}; a clock that went back gives nothing and takes nothing. */
  TokenBucket refilled(RateLimit limit, Instant now) {
    double elapsed = now.isAfter(at) ? Duration.between(at, now).toNanos() / 1e9 : 0;
    Double perSecond = limit.perSecond();
    Integer perHour = limit.perHour();
    return new TokenBucket(
        perSecond == null ? second : Math.min(secondCapacity(limit), second + elapsed * perSecond),
        perHour == null ? hour : Math.min(hourCapacity(limit), hour + elapsed * steady(perHour)),
        now.isAfter(at) ? now : at,
        blockedUntil);
  }

  /** How many may go now, at most {@code wanted}. */
  int available(RateLimit limit, Instant now, int wanted) {
    if (now.isBefore(blockedUntil)) {
      return 0;
    }
    double allowed = wanted;
    if (limit.perSecond() != null) {
      allowed = Math.min(allowed, second);
    }
    if (limit.perHour() != null) {
      allowed = Math.min(allowed, hour);
    }
    return (int) Math.max(0, Math.floor(allowed + 1e-9));
  }

  /** How many may go from now until so much later, if no pause is asked for. */
  int within(RateLimit limit, Duration ahead) {
    Double perSecond = limit.perSecond();
    Integer perHour = limit.perHour();
    double seconds = ahead.toMillis() / 1000.0;
    double allowed = Integer.MAX_VALUE;
    if (perSecond != null) {
      allowed = Math.min(allowed, second + seconds * perSecond);
    }
    if (perHour != null) {
      allowed = Math.min(allowed, hour + seconds * steady(perHour));
    }
    return (int) Math.max(0, Math.floor(allowed + 1e-9));
  }

  /** The bucket after so many went. What is not limited is not counted, so that a limit set later starts afresh. */
  TokenBucket minus(RateLimit limit, int taken) {
    return new TokenBucket(
        limit.perSecond() == null ? second : second - taken,
        limit.perHour() == null ? hour : hour - taken,
        at,
        blockedUntil);
  }

  /** The bucket after the other side asked for a pause; a longer pause stays. */
  TokenBucket blocked(Instant until) {
    return new TokenBucket(second, hour, at, until.isAfter(blockedUntil) ? until : blockedUntil);
  }

  /** When the next one may go, if none may now. */
  Instant nextAt(RateLimit limit, Instant now) {
    Double perSecond = limit.perSecond();
    Integer perHour = limit.perHour();
    double wait = perSecond == null ? 0 : Math.max(0, (1 - second) / perSecond);
    if (perHour != null) {
      wait = Math.max(wait, (1 - hour) / steady(perHour));
    }
    Instant refilled = now.plusNanos((long) Math.ceil(wait * 1e9));
    return refilled.isAfter(blockedUntil) ? refilled : blockedUntil;
  }

  private static double secondCapacity(RateLimit limit) {
    return limit.perSecond() == null ? 0 : Math.max(1, limit.perSecond());
  }

  private static double hourCapacity(RateLimit limit) {
    return limit.perHour() == null ? 0 : Math.max(1, limit.perHour() * BURST);
  }

  /** Tokens a second; with a burst of at least one the steady part is what is left of the hour. */
  private static double steady(int perHour) {
    return Math.max(perHour * (1 - BURST), 0.5) / SECONDS_PER_HOUR;
  }
}
