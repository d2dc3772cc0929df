package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.DeliveryEvent.AcceptedDelivery;
import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.outbox.OutboxRows;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Records accepted deliveries, those that finish while one statement runs together in the next one, and announces them with one
 * event: in a storm nearly all outcomes are of this kind.
 */
@ApplicationScoped
class AcceptedWriter {

  private static final int MAX_BATCH = DeliveryEvent.MAX_BATCH;

  private static final String RECEIPTS = "with receipts as (" + Receipts.INSERT + ")";

  private static final String DONE =
      """
      update delivery d set state = 'accepted', finished_at = u.at, lease_owner = null, lease_until = null, error_code = null
      from unnest($1::uuid[], $12::timestamptz[]) as u(id, at) where d.id = u.id and d.state = 'pending'""";

  private static final String WRITE =
      RECEIPTS + ", done as (" + DONE + ") " + OutboxRows.insertSql(13);

  private static final String WRITE_TOGETHER = RECEIPTS + " " + DONE;

  private final Transactions transactions;
  private final SharedTrace traces;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private boolean writing;

  AcceptedWriter(Transactions transactions, SharedTrace traces) {
    this.transactions = transactions;
    this.traces = traces;
  }

  private record Waiting(Attempt attempt, Context trace, UniEmitter<? super Void> done) {}

  /** Completes when the outcome is durable; fails as the statement failed. */
  Uni<Void> write(Attempt attempt) {
    Context trace = Context.current();
    return Uni.createFrom().emitter(done -> add(new Waiting(attempt, trace, done)));
  }

  /**
   * Records that one message was accepted for all of these.
   *
   * @param also is done in the same transaction
   */
  Uni<Void> writeTogether(List<Attempt> attempts, Function<Transaction, Uni<Void>> also) {
    List<SequencedEvent> events = new ArrayList<>();
    for (int from = 0; from < attempts.size(); from += MAX_BATCH) {
      int to = Math.min(attempts.size(), from + MAX_BATCH);
      events.add(new SequencedEvent(event(attempts.subList(from, to)), 1));
    }
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(WRITE_TOGETHER)
                .execute(values(attempts))
                .chain(() -> also.apply(transaction))
                .chain(() -> transaction.publish(events)));
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
        .runStatement(WRITE, write(batch))
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

  private Tuple write(List<Waiting> batch) {
    List<Attempt> attempts = batch.stream().map(Waiting::attempt).toList();
    Context trace =
        traces.of("record accepted deliveries", batch.stream().map(Waiting::trace).toList());
    return OutboxRows.of(List.of(new SequencedEvent(event(attempts), 1)), trace)
        .appendTo(values(attempts));
  }

  private static Tuple values(List<Attempt> attempts) {
    return Receipts.values(attempts, false)
        .addArrayOfOffsetDateTime(
            attempts.stream()
                .map(attempt -> SqlTimes.of(attempt.endedAt()))
                .toArray(OffsetDateTime[]::new));
  }

  private static DeliveriesAccepted event(List<Attempt> attempts) {
    return new DeliveriesAccepted(attempts.stream().map(AcceptedWriter::accepted).toList());
  }

  private static AcceptedDelivery accepted(Attempt attempt) {
    Leased delivery = attempt.delivery();
    return new AcceptedDelivery(
        delivery.id(), delivery.notificationId(), delivery.attempt(), attempt.endedAt());
  }
}
