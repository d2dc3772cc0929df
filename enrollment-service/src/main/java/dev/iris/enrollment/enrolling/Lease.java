package dev.iris.enrollment.enrolling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's hold on a job: whether it is still its own, and what is to be closed when it is not. Ending a lease closes the
 * connection to the host and interrupts the thread, so that no step goes on beside another worker's.
 */
final class Lease {

  /** Why a worker lets go of a job. */
  enum End {
    /** Somebody asked for the job to end. */
    CANCELLED,
    /** Another worker may have it: this one was not heard of for too long, or goes down. */
    LOST
  }

  private final List<Runnable> closing = new ArrayList<>();
  private @Nullable Thread thread;
  private @Nullable End end;

  /** Who works on the job; before it begins. */
  synchronized void heldBy(Thread worker) {
    thread = worker;
  }

  /** Ends it, once. */
  void end(End why) {
    List<Runnable> toClose;
    Thread toInterrupt;
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = why;
      toClose = List.copyOf(closing);
      toInterrupt = thread;
    }
    toClose.forEach(Runnable::run);
    if (toInterrupt != null) {
      toInterrupt.interrupt();
    }
  }

  /** Why it ended; null while it holds. */
  synchronized @Nullable End ended() {
    return end;
  }

  /**
   * Has something closed when the lease ends.
   *
   * @throws InterruptedException if it ended already; then it is closed at once
   */
  void closeAtEnd(Runnable close) throws InterruptedException {
    synchronized (this) {
      if (end == null) {
        closing.add(close);
        return;
      }
    }
    close.run();
    throw new InterruptedException("the lease ended");
  }

  /** Throws if the lease ended. */
  void check() throws InterruptedException {
    if (ended() != null) {
      throw new InterruptedException("the lease ended");
    }
  }
}
