package dev.iris.outbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the outbox that is to be published. */
record DueEvent(UUID eventId, String stream, String payload, @Nullable String traceparent) {}
