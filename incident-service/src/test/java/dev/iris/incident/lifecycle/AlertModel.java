package dev.iris.incident.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What design.md says about alerts, as simply as it can be said: one variable for each thing that is remembered of a series, and
 * no other. The lifecycle is compared with it; they share no code.
 */
final class AlertModel {

  static final Duration REOPEN_WITHIN = Duration.ofMinutes(15);
  static final Duration PEER_LAG = Duration.ofMinutes(10);

  /** What is remembered of a series; null is never. */
  static final class Series {
    @Nullable Instant firingSince;
    @Nullable Instant lastEnd;
    @Nullable Instant lastEndHeard;
    @Nullable Instant incidentResolved;
    int incidents;
    int flaps;
    int news;

    boolean fires() {
      return firingSince != null;
    }
  }

  private final Map<String, Series> series = new HashMap<>();

  Series of(String fingerprint) {
    return series.computeIfAbsent(fingerprint, unheard -> new Series());
  }

  Map<String, Series> all() {
    return series;
  }

  /** {@code opened}, {@code reopened}, {@code resolved} or {@code merged}. */
  String hear(
      String fingerprint,
      boolean firing,
      Instant startsAt,
      @Nullable Instant endsAt,
      Instant heardAt) {
    Series known = of(fingerprint);
    String what =
        firing
            ? fires(known, startsAt, heardAt)
            : resolves(known, startsAt, endsAt == null ? heardAt : endsAt, heardAt);
    known.news += what.equals("merged") ? 0 : 1;
    return what;
  }

  private static String fires(Series known, Instant startsAt, Instant heardAt) {
    if (known.firingSince != null) {
      return "merged";
    }
    Instant begins = startsAt;
    if (known.lastEnd != null && known.lastEndHeard != null && !startsAt.isAfter(known.lastEnd)) {
      if (!heardAt.isAfter(known.lastEndHeard.plus(PEER_LAG))) {
        return "merged";
      }
      begins = known.lastEnd;
    }
    known.firingSince = begins;
    boolean again =
        known.incidentResolved != null
            && !begins.isAfter(known.incidentResolved.plus(REOPEN_WITHIN));
    known.incidentResolved = null;
    if (again) {
      known.flaps++;
      return "reopened";
    }
    known.incidents++;
    known.flaps = 0;
    return "opened";
  }

  private static String resolves(Series known, Instant startsAt, Instant endsAt, Instant heardAt) {
    Instant since = known.firingSince;
    if (since != null) {
      if (!endsAt.isAfter(since) && startsAt.isBefore(since)) {
        return "merged";
      }
      known.firingSince = null;
      known.lastEnd = later(endsAt, since);
      known.lastEndHeard = heardAt;
      known.incidentResolved = known.lastEnd;
      return "resolved";
    }
    if (known.lastEnd == null || startsAt.isAfter(known.lastEnd)) {
      known.lastEnd = later(endsAt, startsAt);
      known.lastEndHeard = heardAt;
    }
    return "merged";
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
