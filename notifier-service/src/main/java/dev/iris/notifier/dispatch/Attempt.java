package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.SendResult;
import java.time.Duration;
import java.time.Instant;

/** One attempt that came to an end. */
record Attempt(Leased delivery, Instant startedAt, Duration took, SendResult result) {

  /** When it ended. */
  Instant endedAt() {
    return startedAt.plus(took);
  }
}
