package dev.iris.notifier.storm;

import dev.iris.events.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what happens at a place where something waits. Pure, but for the ids of storms that begin. */
record StormPolicy(int threshold, Duration window, Duration firstGap, Duration maxGap) {

  StormPolicy {
    if (threshold < 1) {
      throw new IllegalArgumentException("iris.notifier.storm.threshold must be at least 1");
    }
    if (!window.isPositive() || !firstGap.isPositive() || maxGap.compareTo(firstGap) < 0) {
      throw new IllegalArgumentException(
          "iris.notifier.storm: window and first-gap must be positive, max-gap at least first-gap");
    }
  }

  StormPolicy(StormConfig config) {
    this(config.threshold(), config.window(), config.firstGap(), config.maxGap());
  }

  /** What to do. */
  sealed interface Verdict {

    /** No storm, or it is over: each message by itself. */
    record OneByOne() implements Verdict {}

    /** Nothing yet. */
    record Later(Storm storm) implements Verdict {}

    /** One message for all that waits. */
    record Together(Storm storm) implements Verdict {}
  }

  /**
   * What to do where {@code waiting} waits.
   *
   * @param recent what was planned within the window, told or not
   * @param room how many messages the channel's rate limit lets through within the window
   */
  Verdict judge(
      Place place, Optional<Storm> storm, Load waiting, Load recent, int room, Instant now) {
    if (storm.isPresent() && now.isBefore(storm.get().opensAt())) {
      return new Verdict.Later(storm.get());
    }
    boolean tooMuch =
        isTooMuch(recent) || isTooMuch(waiting) || waiting.messages() > Math.max(1, room);
    if (!tooMuch) {
      return new Verdict.OneByOne();
    }
    return storm
        .filter(running -> !hasCalmedDown(running, waiting))
        .<Verdict>map(Verdict.Together::new)
        .orElseGet(() -> new Verdict.Later(Storm.begun(Ids.next(), place, now, firstGap)));
  }

  /** The pause after a storm's message. */
  Duration gapAfter(int messages) {
    // Beyond 2^20 the limit has been reached for long.
    Duration gap = firstGap.multipliedBy(1L << Math.min(20, messages));
    return gap.compareTo(maxGap) > 0 ? maxGap : gap;
  }

  /** One large message and few small ones are no storm: the others must make up more than half of the threshold. */
  private boolean isTooMuch(Load load) {
    return load.news() > threshold && 2 * (load.news() - load.largest()) > threshold;
  }

  /** Nothing came for a whole window after its last message; what waits now is of another storm. */
  private boolean hasCalmedDown(Storm storm, Load waiting) {
    return waiting.oldest().isAfter(storm.toldAt().plus(window));
  }
}
