package dev.iris.incident.heartbeat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long this replica could hear without a gap. Who was deaf knows nothing about the silence of others: after a start, an
 * outage of PostgreSQL or a machine that slept, the time begins anew.
 */
final class Listening {

  /** A gap of a third of the absence or more counts: after a shorter one a source still has time for a repeat. */
  static final int GAPS = 3;

  private final Duration longestGap;
  private @Nullable Instant since;
  private @Nullable Instant last;

  Listening(Duration absence) {
    this.longestGap = absence.dividedBy(GAPS);
  }

  /** It can hear now. Answers for how long it has been able to. */
  Duration hears(Instant now) {
    if (since == null
        || last == null
        || now.isBefore(last)
        || Duration.between(last, now).compareTo(longestGap) >= 0) {
      since = now;
    }
    last = now;
    return Duration.between(since, now);
  }
}
