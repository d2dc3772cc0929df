package dev.iris.incident.intake;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.outbox.Columns;
import dev.iris.outbox.OutboxRows;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Stores webhooks together with the events that name them, one statement for all that arrived while the former ones were being
 * committed: alone a webhook costs one round trip, in a storm hundreds share a commit. Each is answered after its commit.
 */
@ApplicationScoped
class IntakeWriter {

  /** Two, so that one batch is gathered and sent while the disk is busy with the other. */
  private static final int MAX_WRITING = 2;

  private static final int MAX_ROWS = 256;
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  private static final String INSERT =
      """
      with stored as (
        insert into intake (id, source, received_at, alert_count, group_hash, body)
        select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::integer[], $5::bigint[], $6::bytea[]))
      """
          + OutboxRows.insertSql(7);

  private final Transactions transactions;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int writing;

  IntakeWriter(Transactions transactions) {
    this.transactions = transactions;
  }

  private record Waiting(StoredIntake intake, OutboxRows event, UniEmitter<? super Void> sender) {}

  /** Stores one webhook; completes after the commit, on a thread of the SQL client. */
  Uni<Void> write(StoredIntake intake) {
    return Uni.createFrom()
        .emitter(
            sender -> {
              AlertGroupReceived event =
                  new AlertGroupReceived(intake.id(), intake.source(), intake.alerts());
              enqueue(
                  new Waiting(
                      intake, OutboxRows.of(List.of(new SequencedEvent(event, 1))), sender));
            });
  }

  private void enqueue(Waiting one) {
    synchronized (waiting) {
      waiting.add(one);
    }
    writeNext();
  }

  private void writeNext() {
    List<Waiting> batch = nextBatch();
    if (batch.isEmpty()) {
      return;
    }
    // Deferred, so that whatever is thrown is a failure of this batch, and never a place in writing
    // lost for good.
    Uni.createFrom()
        .deferred(() -> transactions.runStatement(INSERT, parameters(batch)))
        .subscribe()
        .with(rows -> finish(batch, null), failure -> finish(batch, failure));
  }

  private List<Waiting> nextBatch() {
    List<Waiting> batch = new ArrayList<>();
    synchronized (waiting) {
      if (writing >= MAX_WRITING) {
        return batch;
      }
      long bytes = 0;
      for (Waiting next = waiting.peek();
          next != null && batch.size() < MAX_ROWS;
          next = waiting.peek()) {
        bytes += next.intake().body().length;
        if (bytes > MAX_BYTES && !batch.isEmpty()) {
          break;
        }
        batch.add(waiting.remove());
      }
      if (!batch.isEmpty()) {
        writing++;
      }
    }
    return batch;
  }

  private void finish(List<Waiting> batch, @Nullable Throwable failure) {
    synchronized (waiting) {
      writing--;
    }
    writeNext();
    for (Waiting one : batch) {
      if (failure == null) {
        one.sender().complete(null);
      } else {
        one.sender().fail(failure);
      }
    }
  }

  private static Tuple parameters(List<Waiting> batch) {
    Tuple parameters =
        Columns.of(batch)
            .ids(one -> one.intake().id())
            .texts(one -> one.intake().source())
            .times(one -> one.intake().receivedAt())
            .numbers(one -> one.intake().alerts())
            .longs(one -> one.intake().groupHash())
            .parameters();
    parameters.addValue(
        batch.stream().map(one -> Buffer.buffer(one.intake().body())).toArray(Buffer[]::new));
    return OutboxRows.join(batch.stream().map(Waiting::event).toList()).appendTo(parameters);
  }
}
