package dev.iris.messaging.redis.client;

/**
 * An entry that was delivered and not yet acknowledged.
 *
 * @param deliveries how often Redis handed it to a consumer
 */
public record PendingEntry(String id, String consumer, long deliveries) {}
