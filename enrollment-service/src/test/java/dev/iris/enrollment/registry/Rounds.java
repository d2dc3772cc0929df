package dev.iris.enrollment.registry;

import jakarta.inject.Singleton;
import java.time.Duration;

/** Has hosts looked after now, for tests of other features. */
@Singleton
public class Rounds {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HealthRounds rounds;

  Rounds(HealthRounds rounds) {
    this.rounds = rounds;
  }

  /** A round; done when all hosts that were due were looked at. */
  public void round() {
    rounds.round().await().atMost(PATIENCE);
  }
}
