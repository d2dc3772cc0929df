package dev.iris.incident;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one clock that the service goes by. */
final class Clocks {

  private Clocks() {}

  @Produces
  @Singleton
  static Clock systemClock() {
    return Clock.systemUTC();
  }
}
