package dev.iris.notifier.channel.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.iris.events.EnrollmentEvent.BatchFinished;
import dev.iris.events.Event;
import dev.iris.notifier.channel.ReportOutbound;
import java.time.Instant;
import java.util.UUID;

/**
 * What a webhook receives when work ended that somebody asked for: version 1 of a promise, as {@link WebhookBody} is.
 *
 * @param type {@code enrollment-finished} or {@code batch-finished}
 * @param id of the notification; the same on all channels
 * @param deliveryId the same at each attempt, and equal to the {@code webhook-id} header
 * @param result as docs/streams.md shows the event's payload
 */
@JsonPropertyOrder({"type", "version"})
record ReportBody(String type, int version, UUID id, UUID deliveryId, Instant at, Event result) {

  static ReportBody of(ReportOutbound outbound) {
    Event event = outbound.result().event();
    return new ReportBody(
        event instanceof BatchFinished ? "batch-finished" : "enrollment-finished",
        1,
        outbound.report().id(),
        outbound.deliveryId(),
        outbound.report().at(),
        event);
  }
}
