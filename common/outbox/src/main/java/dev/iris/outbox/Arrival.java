package dev.iris.outbox;

import dev.iris.events.Envelope;
import dev.iris.events.Event;
import io.opentelemetry.context.Context;

/**
 * An event that a consumer is handed among others.
 *
 * @param trace the trace that it came in
 */
public record Arrival(Envelope envelope, Context trace) {

  /** An event that this one leads to: it goes on in this one's trace, whatever it is published together with. */
  public SequencedEvent leadsTo(Event event, long sequence) {
    return new SequencedEvent(event, sequence, trace);
  }
}
