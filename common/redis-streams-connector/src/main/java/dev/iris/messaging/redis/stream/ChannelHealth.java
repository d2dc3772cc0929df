package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The present state of a reading channel, written by its loop and read by health checks on any
 * thread. Keeps no history.
 */
public final class ChannelHealth {

  private static final int MISSED_POLLS = 3;

  private final Duration pollPeriod;
  private volatile boolean started;
  private volatile boolean resting = true;
  private volatile long lastTick = System.nanoTime();
  private volatile long lastSuccess = System.nanoTime();
  private volatile @Nullable String trouble;
  private volatile @Nullable Throwable fatal;

  public ChannelHealth(ReaderSettings settings) {
    this.pollPeriod = settings.block().plus(settings.backoff().max());
  }

  /** A read has begun. */
  void polling() {
    // the clock of a loop that rested starts anew, or it would look late before its first answer
    if (resting) {
      lastSuccess = System.nanoTime();
    }
    resting = false;
    lastTick = System.nanoTime();
  }

  void succeeded() {
    started = true;
    trouble = null;
    lastSuccess = System.nanoTime();
    lastTick = lastSuccess;
  }

  void failed(Throwable failure) {
    trouble = failure.toString();
    lastTick = System.nanoTime();
  }

  /** Nothing to read: no demand, no room, or paused. */
  void resting() {
    resting = true;
  }

  /** The channel has ended and will not begin again. */
  public void broken(Throwable failure) {
    fatal = failure;
  }

  /** Whether the group was found or made. */
  public boolean isStarted() {
    return started;
  }

  /** Whether the last read succeeded not too long ago. */
  public boolean isReady() {
    return started && fatal == null && (resting || isWithin(lastSuccess, pollPeriod));
  }

  /**
   * Whether the loop still turns, Redis or no Redis: a restart of the application does not heal
   * Redis.
   */
  public boolean isLive() {
    return fatal == null
        && (resting || isWithin(lastTick, pollPeriod.plus(StreamConnection.PATIENCE)));
  }

  /** What is wrong now, in words; empty if nothing is. */
  public String message() {
    Throwable broken = fatal;
    String failure = trouble;
    return broken != null ? "stopped: " + broken : failure == null ? "" : failure;
  }

  private static boolean isWithin(long nanoTime, Duration period) {
    return System.nanoTime() - nanoTime <= period.multipliedBy(MISSED_POLLS).toNanos();
  }
}
