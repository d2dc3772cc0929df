package dev.iris.enrollment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one clock that the service goes by. */
@ApplicationScoped
class Clocks {

  @Produces
  @Singleton
  Clock systemClock() {
    return Clock.systemUTC();
  }
}
