package dev.iris.messaging.redis.app;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Sends notes, each in a span of its own. */
@ApplicationScoped
class NoteSender {

  private final MutinyEmitter<String> notes;

  NoteSender(@Channel("notes-out") MutinyEmitter<String> notes) {
    this.notes = notes;
  }

  /** Answers with the id of the trace in which it was sent. */
  @WithSpan
  Uni<String> send(String text) {
    String traceId = Span.current().getSpanContext().getTraceId();
    return notes.send(text).replaceWith(traceId);
  }
}
