package dev.iris.outbox;

import dev.iris.events.Event;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * An event with its place among the events of its subject.
 *
 * @param sequence higher than that of all earlier events of {@link Event#subject() the subject}
 * @param trace in which it travels; null for the one that runs when it is published
 */
public record SequencedEvent(Event event, long sequence, @Nullable Context trace) {

  /** An event of the trace that runs when it is published. */
  public SequencedEvent(Event event, long sequence) {
    this(event, sequence, null);
  }
}
