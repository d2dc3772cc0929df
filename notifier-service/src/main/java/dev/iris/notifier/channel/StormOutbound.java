package dev.iris.notifier.channel;

import dev.iris.notifier.rendering.StormBriefing;
import java.util.UUID;

/**
 * One message of a storm to send now.
 *
 * @param messageId of this attempt; receipts of all deliveries that it covers refer to it
 * @param address where within the channel; empty if it is one place
 */
public record StormOutbound(
    UUID messageId, String address, StormBriefing briefing, Channel channel, Secrets secrets) {}
