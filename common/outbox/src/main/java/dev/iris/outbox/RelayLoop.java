package dev.iris.outbox;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs rounds, one at a time, for as long as there is work or somebody signalled meanwhile. Many signals during a round make
 * one more round. After a failure it rests until {@link #resume}, so that a dependency that is down is not asked at every
 * commit.
 */
final class RelayLoop {

  private final Supplier<Uni<Boolean>> round;
  private final Consumer<Throwable> onFailure;
  private final AtomicInteger signals = new AtomicInteger();
  private volatile boolean resting = true;

  /**
   * A loop that rests at first.
   *
   * @param round true asks for another round at once
   */
  RelayLoop(Supplier<Uni<Boolean>> round, Consumer<Throwable> onFailure) {
    this.round = round;
    this.onFailure = onFailure;
  }

  /** There may be work. Does nothing while it rests. */
  void signal() {
    if (!resting && signals.getAndIncrement() == 0) {
      run(1);
    }
  }

  /** Goes on after a failure, or just has a look. */
  void resume() {
    resting = false;
    signal();
  }

  /** Starts no more rounds. */
  void rest() {
    resting = true;
  }

  private void run(int seen) {
    round.get().subscribe().with(more -> ended(seen, more), this::failed);
  }

  private void ended(int seen, boolean more) {
    if (more && !resting) {
      // Reads the count again: the next round serves these signals too.
      run(signals.get());
    } else if (signals.addAndGet(-seen) > 0) {
      run(signals.get());
    }
  }

  private void failed(Throwable failure) {
    resting = true;
    signals.set(0);
    onFailure.accept(failure);
  }
}
