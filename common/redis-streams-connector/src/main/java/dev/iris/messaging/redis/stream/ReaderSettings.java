package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.Backoff;
import java.time.Duration;

/**
 * How one channel reads.
 *
 * @param groupStart the id after which a new group starts; {@code 0} for everything, {@code $} for
 *     what comes next
 * @param createGroup whether to create group and stream when they are missing
 * @param count entries per read, at most
 * @param block how long a read waits for entries
 * @param maxInFlight entries read and not yet settled, at most
 * @param claimMinIdle after how long without a sign of life an entry is taken from its consumer
 * @param leaseRenew whether entries in work give signs of life
 * @param idleConsumerTtl after how long a consumer that holds nothing is removed
 * @param backoff between tries after a failure
 */
public record ReaderSettings(
    String stream,
    String group,
    String consumer,
    String groupStart,
    boolean createGroup,
    int count,
    Duration block,
    int maxInFlight,
    Duration claimInterval,
    Duration claimMinIdle,
    int claimCount,
    boolean leaseRenew,
    Duration idleConsumerTtl,
    Backoff backoff) {}
