package dev.iris.notifier.channel;

import dev.iris.events.NotificationEvent.NotificationRequested;
import java.util.UUID;

/**
 * One message to send now.
 *
 * @param deliveryId the same at each attempt: what the other side may recognise a repeat by
 * @param address where within the channel; empty if it is one place
 */
public record Outbound(
    UUID deliveryId,
    String address,
    NotificationRequested notification,
    Channel channel,
    Secrets secrets) {}
