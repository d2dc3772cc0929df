package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent.DeliveryAccepted;
import dev.iris.outbox.OutboxRows;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

/**
 * Records accepted deliveries, those that finish while one statement runs together in the next one: in a storm nearly all
 * outcomes are of this kind.
 */
@ApplicationScoped
class AcceptedWriter {

  private static final int MAX_BATCH = 256;

  private static final String WRITE =
      "with receipts as ("
          + Receipts.INSERT
          + """
          ), done as (
            update delivery d set state = 'accepted', finished_at = u.at, lease_owner = null, lease_until = null, error_code = null
            from unnest($1::uuid[], $11::timestamptz[]) as u(id, at) where d.id = u.id and d.state = 'pending')
          """
          + OutboxRows.insertSql(12);

  private final Transactions transactions;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private boolean writing;

  AcceptedWriter(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The event's row is made when the attempt arrives, as it carries the trace that runs then. */
  private record Waiting(Attempt attempt, OutboxRows event, UniEmitter<? super Void> done) {}

  /** Completes when the outcome is durable; fails as the statement failed. */
  Uni<Void> write(Attempt attempt) {
    OutboxRows event =
        OutboxRows.of(List.of(new SequencedEvent(event(attempt), attempt.delivery().attempt())));
    return Uni.createFrom().emitter(done -> add(new Waiting(attempt, event, done)));
  }

  private void add(Waiting waiting) {
    synchronized (queue) {
      queue.add(waiting);
      if (writing) {
        return;
      }
      writing = true;
    }
    writeNext();
  }

  private void writeNext() {
    List<Waiting> batch = new ArrayList<>();
    synchronized (queue) {
      while (!queue.isEmpty() && batch.size() < MAX_BATCH) {
        batch.add(queue.remove());
      }
      if (batch.isEmpty()) {
        writing = false;
        return;
      }
    }
    transactions
        .runStatement(WRITE, values(batch))
        .subscribe()
        .with(
            rows -> {
              batch.forEach(waiting -> waiting.done().complete(null));
              writeNext();
            },
            failure -> {
              batch.forEach(waiting -> waiting.done().fail(failure));
              writeNext();
            });
  }

  private static Tuple values(List<Waiting> batch) {
    List<Attempt> attempts = batch.stream().map(Waiting::attempt).toList();
    Tuple values = Receipts.values(attempts, false);
    values.addArrayOfOffsetDateTime(
        attempts.stream()
            .map(attempt -> SqlTimes.of(attempt.endedAt()))
            .toArray(OffsetDateTime[]::new));
    return OutboxRows.join(batch.stream().map(Waiting::event).toList()).appendTo(values);
  }

  private static DeliveryAccepted event(Attempt attempt) {
    UUID notificationId = attempt.delivery().notificationId();
    return new DeliveryAccepted(
        attempt.delivery().id(), notificationId, attempt.delivery().attempt(), attempt.endedAt());
  }
}
