package dev.iris.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a stream that could not be handled, as the API shows it.
 *
 * @param group the consumer group that could not handle it
 * @param deliveries how often it was tried
 * @param reason why not, for an operator
 * @param traceparent the trace it travelled in
 * @param payload what it held; null if it held nothing that Iris writes, and then it cannot be replayed
 * @param replayedAt when it was last given back to its stream; null if never
 */
public record PoisonEntry(
    UUID id,
    String stream,
    String group,
    String entryId,
    String consumer,
    long deliveries,
    String reason,
    String exceptionClass,
    @Nullable String traceparent,
    @Nullable String payload,
    Instant failedAt,
    @Nullable Instant replayedAt) {}
