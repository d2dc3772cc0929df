package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.throttle.RateLimit;

/**
 * A channel as it is configured, without its secrets.
 *
 * @param type names its {@link ChannelKind}
 * @param defaultAudience whether it is told when nobody else is responsible, or when nobody else could be reached
 * @param settings what its kind wants to know
 */
public record Channel(
    String id,
    String type,
    String name,
    boolean enabled,
    boolean defaultAudience,
    ObjectNode settings,
    RateLimit rateLimit) {}
