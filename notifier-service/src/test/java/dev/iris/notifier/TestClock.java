package dev.iris.notifier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The real time, and as much later as tests want it to be. */
@Alternative
@Priority(1)
@ApplicationScoped
public class TestClock implements InstantSource {

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  /** Lets so much time pass at once. */
  public void advance(Duration duration) {
    ahead.accumulateAndGet(duration, Duration::plus);
  }
}
