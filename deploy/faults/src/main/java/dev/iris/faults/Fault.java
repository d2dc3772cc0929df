package dev.iris.faults;

import java.time.Duration;
import java.util.Random;

/**
 * Something that goes wrong for a while.
 *
 * @param name for people
 * @param shortest for how long, at least; a short run takes this
 * @param longest for how long, at most
 */
record Fault(String name, Duration shortest, Duration longest, Action begin, Action end) {

  /** A part of it. */
  interface Action {
    void run();
  }

  static Fault of(String name, int shortest, int longest, Action begin, Action end) {
    return new Fault(name, Duration.ofSeconds(shortest), Duration.ofSeconds(longest), begin, end);
  }

  /** How long it lasts this time. */
  Duration lasts(boolean brief, Random random) {
    return brief
        ? shortest
        : Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
  }
}
