package dev.iris.notifier.channel;

import dev.iris.events.Envelope;
import dev.iris.notifier.rendering.Report;
import java.util.UUID;

/**
 * One confirmation to send now.
 *
 * @param deliveryId the same at each attempt
 * @param address where within the channel; empty if it is one place
 * @param report what people are told
 * @param result the event that it is about, for programs
 */
public record ReportOutbound(
    UUID deliveryId,
    String address,
    Report report,
    Envelope result,
    Channel channel,
    Secrets secrets) {}
