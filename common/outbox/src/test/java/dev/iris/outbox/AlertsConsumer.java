package dev.iris.outbox;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A service's consumer as they all are; fails for the sources it is told to. */
@ApplicationScoped
class AlertsConsumer {

  private static final String EFFECT =
      """
      insert into effect (event_id, source, subject, sequence, trace_id)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[])""";

  private final Inbox inbox;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cutOff = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();

  AlertsConsumer(Inbox inbox) {
    this.inbox = inbox;
  }

  void breakFor(String source) {
    broken.add(source);
  }

  void repair() {
    broken.clear();
  }

  /** The next batch loses its connection after its effects, before its commit. */
  void cutOffOnce() {
    cutOff.set(true);
  }

  boolean isToBeCutOff() {
    return cutOff.get();
  }

  /** How large the batches were so far, those that failed included. */
  List<Integer> sizes() {
    return new ArrayList<>(sizes);
  }

  @Incoming("alerts")
  Subscriber<Message<String>> alerts() {
    return inbox.inBatches("test", this::handle);
  }

  private Uni<Void> handle(List<Arrival> events, Transaction transaction) {
    sizes.add(events.size());
    Tuple rows =
        Tuple.tuple()
            .addArrayOfUUID(
                events.stream().map(one -> one.envelope().eventId()).toArray(UUID[]::new))
            .addArrayOfString(events.stream().map(AlertsConsumer::source).toArray(String[]::new))
            .addArrayOfString(
                events.stream().map(one -> one.envelope().subject()).toArray(String[]::new))
            .addArrayOfLong(
                events.stream().map(one -> one.envelope().sequence()).toArray(Long[]::new))
            .addArrayOfString(events.stream().map(AlertsConsumer::traceId).toArray(String[]::new));
    return transaction
        .sql()
        .preparedQuery(EFFECT)
        .execute(rows)
        .invoke(
            () -> {
              if (events.stream().map(AlertsConsumer::source).anyMatch(broken::contains)) {
                throw new IllegalStateException("broken");
              }
            })
        .chain(
            () ->
                cutOff.compareAndSet(true, false)
                    ? transaction
                        .sql()
                        .query("select pg_terminate_backend(pg_backend_pid())")
                        .execute()
                        .replaceWithVoid()
                    : Uni.createFrom().voidItem());
  }

  private static String source(Arrival arrival) {
    return ((AlertGroupReceived) arrival.envelope().event()).source();
  }

  private static String traceId(Arrival arrival) {
    return Span.fromContext(arrival.trace()).getSpanContext().getTraceId();
  }
}
