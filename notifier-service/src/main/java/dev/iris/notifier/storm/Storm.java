package dev.iris.notifier.storm;

import dev.iris.notifier.rendering.NewsCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A storm at one place.
 *
 * <pre>
 * begins ── first gap ──▶ message ── gap, doubled up to a limit ──▶ message ── … ── a minute at or below the threshold ──▶ over
 * </pre>
 *
 * @param id the same for all its messages
 * @param toldAt when its last message was begun; before the first one, when the storm began
 * @param nextAt not before then the next message
 * @param busyUntil the lease of the message that is on its way
 * @param messages how many were begun
 * @param told the news of its messages that were accepted
 */
public record Storm(
    UUID id,
    Place place,
    Instant beganAt,
    Instant toldAt,
    Instant nextAt,
    Optional<Instant> busyUntil,
    int messages,
    NewsCount told) {

  static Storm begun(UUID id, Place place, Instant now, Duration gap) {
    return new Storm(id, place, now, now, now.plus(gap), Optional.empty(), 0, NewsCount.NONE);
  }

  /** The storm with one more message on its way. */
  Storm telling(Instant now, Duration gap, Instant leaseUntil) {
    return new Storm(
        id, place, beganAt, now, now.plus(gap), Optional.of(leaseUntil), messages + 1, told);
  }

  /** When the next message may go: what is on its way is waited for, so that messages are told in their order. */
  Instant opensAt() {
    return busyUntil.filter(until -> until.isAfter(nextAt)).orElse(nextAt);
  }
}
