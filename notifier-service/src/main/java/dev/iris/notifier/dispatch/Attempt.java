package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that came to an end.
 *
 * @param messageId the message that told this delivery and others; null if it told this one only
 */
record Attempt(
    Leased delivery,
    Instant startedAt,
    Duration took,
    SendResult result,
    @Nullable UUID messageId) {

  /** When it ended. */
  Instant endedAt() {
    return startedAt.plus(took);
  }
}
