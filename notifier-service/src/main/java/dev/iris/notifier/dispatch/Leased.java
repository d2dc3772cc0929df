package dev.iris.notifier.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this replica may attempt now.
 *
 * @param owner the lease's; with {@code attempt} it tells this lease from all others
 * @param attempt counts from 1
 * @param triedAt when the first attempt began
 * @param content the notification's event as JSON
 */
record Leased(
    UUID id,
    UUID notificationId,
    Destination to,
    String owner,
    int attempt,
    Instant triedAt,
    String content,
    @Nullable String traceparent) {}
