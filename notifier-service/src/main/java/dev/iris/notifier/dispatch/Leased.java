package dev.iris.notifier.dispatch;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery that this replica may attempt now.
 *
 * @param owner the lease's; with {@code attempt} it tells this lease from all others
 * @param attempt counts from 1
 * @param triedAt when the first attempt began
 */
record Leased(
    UUID id, UUID notificationId, Destination to, String owner, int attempt, Instant triedAt) {}
