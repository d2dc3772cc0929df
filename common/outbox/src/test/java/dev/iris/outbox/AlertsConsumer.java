package dev.iris.outbox;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.events.Envelope;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** A service's consumer as they all are; fails for the sources it is told to. */
@ApplicationScoped
class AlertsConsumer {

  private final Inbox inbox;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  AlertsConsumer(Inbox inbox) {
    this.inbox = inbox;
  }

  void breakFor(String source) {
    broken.add(source);
  }

  void repair() {
    broken.clear();
  }

  @Incoming("alerts")
  Uni<Void> on(String json) {
    return inbox.once(json, "test", this::handle);
  }

  private Uni<Void> handle(Envelope envelope, Transaction transaction) {
    String source = ((AlertGroupReceived) envelope.event()).source();
    String traceId = Span.current().getSpanContext().getTraceId();
    return transaction
        .sql()
        .preparedQuery(
            "insert into effect (event_id, source, subject, sequence, trace_id) values ($1, $2, $3, $4, $5)")
        .execute(
            Tuple.of(envelope.eventId(), source, envelope.subject(), envelope.sequence(), traceId))
        .invoke(
            () -> {
              if (broken.contains(source)) {
                throw new IllegalStateException("broken for " + source);
              }
            })
        .replaceWithVoid();
  }
}
