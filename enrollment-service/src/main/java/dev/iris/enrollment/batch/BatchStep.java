package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.HostRows.Decided;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a batch one step further, in one transaction that holds its row: what became of its jobs is taken over, hosts whose turn it
 * is get theirs, and with the last result the batch ends. A replica that dies leaves nothing that the next step does not find.
 */
@ApplicationScoped
class BatchStep {

  private static final String LOCK =
      """
      select concurrency, credential_id, requested_by, cancelled_at is not null as cancelled from batch
      where id = $1 and state = 'running' for update skip locked""";

  private final Transactions transactions;
  private final HostOpening opening;
  private final BatchEnding ending;
  private final InstantSource clock;

  BatchStep(
      Transactions transactions, HostOpening opening, BatchEnding ending, InstantSource clock) {
    this.transactions = transactions;
    this.opening = opening;
    this.ending = ending;
    this.clock = clock;
  }

  /**
   * What is left to be done in the jobs' own transactions. A repeat does no harm.
   *
   * @param again whether a further step would come further at once
   */
  record Left(List<UUID> toCancel, List<Decided> decided, boolean again) {
    private static final Left NOTHING = new Left(List.of(), List.of(), false);
  }

  /** What a step has come to so far. */
  private record Moved(List<HostResult> hosts, Left left) {}

  /** One step; nothing happens if another replica is at it. */
  Uni<Left> run(BatchId id) {
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(LOCK)
                .execute(Tuple.of(id.value()))
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().item(Left.NOTHING)
                            : move(held(transaction, id, rows.iterator().next()))));
  }

  private HeldBatch held(Transaction transaction, BatchId id, Row row) {
    return new HeldBatch(
        transaction,
        id,
        row.getInteger("concurrency"),
        Optional.ofNullable(row.getUUID("credential_id")),
        row.getString("requested_by"),
        row.getBoolean("cancelled"),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private Uni<Left> move(HeldBatch batch) {
    return HostRows.follow(batch.sql(), batch.id())
        .chain(
            followed ->
                (batch.cancelled() ? cancel(batch) : feed(batch))
                    .map(
                        moved -> {
                          List<HostResult> all = new ArrayList<>(followed);
                          all.addAll(moved.hosts());
                          return new Moved(all, moved.left());
                        }))
        .chain(moved -> tell(batch, moved.hosts()).replaceWith(moved.left()));
  }

  private Uni<Void> tell(HeldBatch batch, List<HostResult> moved) {
    SqlClient sql = batch.sql();
    return BatchEvents.hosts(sql, batch.id(), moved, batch.now())
        .chain(() -> Counts.of(sql, batch.id()))
        .chain(
            counts -> {
              if (counts.open() == 0) {
                return ending.end(
                    batch.transaction(), batch.id(), batch.cancelled(), counts, batch.now());
              }
              return moved.isEmpty()
                  ? Uni.createFrom().voidItem()
                  : BatchEvents.progress(sql, batch.id(), counts, batch.now());
            });
  }

  private static Uni<Moved> cancel(HeldBatch batch) {
    return HostRows.cancelPending(batch.sql(), batch.id(), batch.now())
        .chain(
            hosts ->
                HostRows.toCancel(batch.sql(), batch.id())
                    .map(jobs -> new Moved(hosts, new Left(jobs, List.of(), !jobs.isEmpty()))));
  }

  /** Approved keys come first: their jobs began long ago. */
  private Uni<Moved> feed(HeldBatch batch) {
    return HostRows.inFlight(batch.sql(), batch.id())
        .chain(
            inFlight ->
                HostRows.decided(batch.sql(), batch.id())
                    .chain(
                        decided -> {
                          int free = Math.max(0, batch.concurrency() - inFlight.intValue());
                          List<Decided> now = fitting(decided, free);
                          int approved = (int) now.stream().filter(Decided::approved).count();
                          return opening
                              .open(batch, free - approved)
                              .map(
                                  opened ->
                                      new Moved(
                                          opened.hosts(),
                                          new Left(List.of(), now, opened.again())));
                        }));
  }

  /** All that are refused, and as many of the approved as there is room for. */
  private static List<Decided> fitting(List<Decided> decided, int free) {
    List<Decided> refused = decided.stream().filter(one -> !one.approved()).toList();
    List<Decided> now = new ArrayList<>(refused);
    decided.stream().filter(Decided::approved).limit(free).forEach(now::add);
    return now;
  }
}
