package dev.iris.messaging.redis.client;

/**
 * What a group still has before it.
 *
 * @param pending entries delivered and not acknowledged
 * @param lag entries not yet delivered; NaN where Redis cannot tell (before 7.0, or after
 *     deletions)
 */
public record GroupBacklog(double pending, double lag) {}
