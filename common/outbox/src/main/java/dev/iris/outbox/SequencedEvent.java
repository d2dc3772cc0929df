package dev.iris.outbox;

import dev.iris.events.Event;

/**
 * An event with its place among the events of its subject.
 *
 * @param sequence higher than that of all earlier events of {@link Event#subject() the subject}
 */
public record SequencedEvent(Event event, long sequence) {}
