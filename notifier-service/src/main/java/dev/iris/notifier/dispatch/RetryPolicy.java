package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.SendResult.Postponed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a postponed delivery is tried again: pauses that double up to a limit, with some randomness so that many that failed
 * together do not come back together. Pure, but for the dice.
 *
 * @param dice numbers from 0 (inclusive) to 1
 */
record RetryPolicy(
    Duration initialDelay,
    Duration maxDelay,
    int maxAttempts,
    Duration maxAge,
    DoubleSupplier dice) {

  private static final double SPREAD = 0.2;

  RetryPolicy(DispatchConfig.Retry config, DoubleSupplier dice) {
    this(config.initialDelay(), config.maxDelay(), config.maxAttempts(), config.maxAge(), dice);
  }

  /**
   * The time of the next attempt; empty if there is to be none.
   *
   * @param attempts how many there were
   * @param firstTriedAt when the first one began
   */
  Optional<Instant> next(int attempts, Instant firstTriedAt, Instant now, Postponed result) {
    Instant next = now.plus(pause(attempts));
    Instant wished = result.notBefore().orElse(next);
    Instant at = wished.isAfter(next) ? wished : next;
    boolean giveUp = attempts >= maxAttempts || at.isAfter(firstTriedAt.plus(maxAge));
    return giveUp ? Optional.empty() : Optional.of(at);
  }

  /** The policy with its dice thrown: whoever failed together with one message comes back together. */
  RetryPolicy rolled() {
    double number = dice.getAsDouble();
    return new RetryPolicy(initialDelay, maxDelay, maxAttempts, maxAge, () -> number);
  }

  private Duration pause(int attempts) {
    // Beyond 2^30 the limit has been reached for long.
    double factor = Math.pow(2, Math.min(30, attempts - 1));
    double millis = Math.min((double) maxDelay.toMillis(), initialDelay.toMillis() * factor);
    return Duration.ofMillis((long) (millis * (1 - SPREAD + 2 * SPREAD * dice.getAsDouble())));
  }
}
