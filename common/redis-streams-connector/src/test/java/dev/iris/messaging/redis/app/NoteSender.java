package dev.iris.messaging.redis.app;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends notes, each in a trace of its own, as a relay does that stored the trace with the note. */
@ApplicationScoped
class NoteSender {

  private final MutinyEmitter<String> notes;
  private final Tracer tracer;

  /** The usual buffer of 128 is less than the tests send at once. */
  NoteSender(
      @Channel("notes-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<String> notes,
      Tracer tracer) {
    this.notes = notes;
    this.tracer = tracer;
  }

  /** Answers with the id of the trace in which it was sent. */
  Uni<String> send(String text) {
    Span span = tracer.spanBuilder("send").setNoParent().startSpan();
    var origin = TracingMetadata.withCurrent(Context.root().with(span));
    return notes
        .sendMessage(Message.of(text, Metadata.of(origin)))
        .onTermination()
        .invoke(() -> span.end())
        .replaceWith(span.getSpanContext().getTraceId());
  }
}
