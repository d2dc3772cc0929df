package dev.iris.enrollment.remote.ssh;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that are stuck. Not every wait of the library has a limit, a write to a host that no longer reads among
 * them; closing the connection ends them all.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ssh-watchdog").daemon().factory());

  /** Watches until the returned watch is closed. */
  Watch over(ClientSession session, Duration limit) {
    Watch watch = new Watch(session);
    watch.alarm = timer.schedule(watch::bite, limit.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One watched piece of work. */
  static final class Watch implements AutoCloseable {

    private final ClientSession session;
    private volatile boolean bitten;
    private volatile @Nullable ScheduledFuture<?> alarm;

    private Watch(ClientSession session) {
      this.session = session;
    }

    /** Whether it took too long. */
    boolean bitten() {
      return bitten;
    }

    private void bite() {
      bitten = true;
      session.close(true);
    }

    @Override
    public void close() {
      ScheduledFuture<?> pending = alarm;
      if (pending != null) {
        pending.cancel(false);
      }
    }
  }
}
