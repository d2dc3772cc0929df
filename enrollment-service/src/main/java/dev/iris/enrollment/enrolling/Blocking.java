package dev.iris.enrollment.enrolling;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Waits, on a worker's virtual thread, for what is done elsewhere. */
final class Blocking {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Blocking() {}

  static <T> T await(Uni<T> result) {
    return result.await().atMost(PATIENCE);
  }
}
