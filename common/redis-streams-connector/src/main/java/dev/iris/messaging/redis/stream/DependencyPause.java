package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.Backoff;

/**
 * Holds a channel back while something its handler depends on is down.
 *
 * <pre>
 *          trip            delay over           probe settled
 *   open ────────▶ paused ───────────▶ probing ───────────────▶ open
 *                    ▲                    │
 *                    └────────────────────┘ trip (the delay grows)
 * </pre>
 *
 * While probing, one entry at a time is let through.
 */
public final class DependencyPause {

  private enum State {
    OPEN,
    PAUSED,
    PROBING
  }

  private final EventLoop loop;
  private final Backoff backoff;
  private final Runnable onChange;
  private State state = State.OPEN;
  private boolean probeIsOut;
  private long trips;

  public DependencyPause(EventLoop loop, Backoff backoff, Runnable onChange) {
    this.loop = loop;
    this.backoff = backoff;
    this.onChange = onChange;
  }

  boolean isPaused() {
    return state == State.PAUSED;
  }

  boolean mayEmit() {
    return state == State.OPEN || (state == State.PROBING && !probeIsOut);
  }

  void emitted() {
    probeIsOut = true;
  }

  /** The handler said that a dependency is down. */
  public void trip() {
    if (state == State.PAUSED) {
      return;
    }
    state = State.PAUSED;
    trips++;
    loop.after(backoff.before(trips), this::probe);
  }

  /** The handler got through to an outcome, good or bad. */
  public void settled() {
    if (state == State.PROBING) {
      state = State.OPEN;
      trips = 0;
      onChange.run();
    } else if (state == State.OPEN) {
      trips = 0;
    }
  }

  private void probe() {
    state = State.PROBING;
    probeIsOut = false;
    onChange.run();
  }
}
