package dev.iris.messaging.redis.app;

import io.opentelemetry.api.trace.Span;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Writes what comes in. */
@ApplicationScoped
class NoteHandler {

  @Incoming("notes-in")
  Uni<Void> on(String text) {
    String traceId = Span.current().getSpanContext().getTraceId();
    if (text.startsWith("poison")) {
      throw new IllegalStateException("cannot stomach this");
    }
    return Panache.withTransaction(() -> Note.of(text, traceId).persist()).replaceWithVoid();
  }
}
