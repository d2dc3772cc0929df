package dev.iris.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * A series of the load: fires and resolves in turns. Its times are of a clock of its own that runs far ahead of the real one, so that
 * peers can disagree by minutes and periods can be hours apart in a run of minutes.
 */
final class Series {

  /** A little less than the time within which Iris reopens an incident, peers' disagreement included. */
  private static final Duration SHORT_GAP = Duration.ofMinutes(6);

  private static final Duration LONG_GAP = Duration.ofMinutes(40);
  private static final Duration FIRING = Duration.ofMinutes(10);

  private final int id;
  private final int holder;
  private final boolean flapping;
  private Instant startsAt;
  private Instant endsAt;
  private int period;
  private boolean firing;

  /**
   * A series that has not fired yet.
   *
   * @param holder the peer that never leaves it out of a group
   */
  Series(int id, int holder, Random random) {
    this.id = id;
    this.holder = holder;
    this.flapping = random.nextInt(3) == 0;
    this.startsAt = Instant.now().truncatedTo(ChronoUnit.MICROS).minus(Duration.ofDays(2));
    this.endsAt = startsAt;
  }

  int id() {
    return id;
  }

  /** What an Alertmanager says of it now. */
  record State(
      int series, int period, int holder, boolean firing, Instant startsAt, Instant endsAt) {}

  State state() {
    return new State(id, period, holder, firing, startsAt, endsAt);
  }

  boolean hasFired() {
    return period > 0;
  }

  int period() {
    return period;
  }

  boolean isFiring() {
    return firing;
  }

  /** Fires if it was quiet and the other way round; returns what somebody is to be told. */
  News turn() {
    firing = !firing;
    if (!firing) {
      endsAt = startsAt.plus(FIRING);
      return new News(id, period, News.Kind.RESOLVED);
    }
    startsAt = endsAt.plus(flapping ? SHORT_GAP : LONG_GAP);
    period++;
    return new News(id, period, flapping && period > 1 ? News.Kind.REOPENED : News.Kind.OPENED);
  }
}
