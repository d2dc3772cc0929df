package dev.iris.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event with what is known about it beside its content.
 *
 * @param eventId a UUIDv7; consumers recognise a repeat by it
 * @param version of the event type, for readers that must tell old from new; additive changes keep it
 * @param sequence counts up per {@link Event#subject() subject}; what is not newer than what a consumer has is ignored
 * @param traceparent the W3C trace context it happened in, null when there was none
 */
public record Envelope(
    UUID eventId,
    int version,
    Instant occurredAt,
    long sequence,
    @Nullable String traceparent,
    Event event) {

  /** The event's name on the wire. */
  public String type() {
    return EventCatalog.of(event).type();
  }

  /** What the event is about. */
  public String subject() {
    return event.subject();
  }

  /** The stream it travels on. */
  public String stream() {
    return EventCatalog.of(event).stream();
  }
}
