package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.KeyVerdict.KnownKey;
import dev.iris.outbox.Columns;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What people decide about a batch under way: to end it, and which of the keys that its hosts showed are the right ones. */
@ApplicationScoped
class BatchDecisions {

  private static final String LOCK = "select state from batch where id = $1 for update";

  private static final String CANCEL =
      "update batch set cancelled_at = coalesce(cancelled_at, $2) where id = $1";

  /** Of the very key that the person saw, and of no other. */
  private static final String DECIDE =
      """
      update batch_host h set key_decision = $4, key_fingerprint = u.fingerprint, key_decided_by = $5
      from unnest($1::uuid[], $2::text[]) as u (job, fingerprint), enrollment e
      where h.batch_id = $3 and h.enrollment_id = u.job and h.state = 'waiting' and e.id = u.job and e.state = 'waiting'
        and e.shown_key::jsonb ->> 'fingerprint' = u.fingerprint
      returning h.enrollment_id""";

  private final Transactions transactions;
  private final Pacer pacer;
  private final InstantSource clock;

  BatchDecisions(Transactions transactions, Pacer pacer, InstantSource clock) {
    this.transactions = transactions;
    this.pacer = pacer;
    this.clock = clock;
  }

  /** Ends a batch: hosts whose turn has not come get none, jobs under way are ended. A cancelled one may be cancelled again. */
  Uni<Void> cancel(BatchId id) {
    return locked(
        id,
        (transaction, row) ->
            switch (row.getString("state")) {
              case "running" ->
                  transaction
                      .sql()
                      .preparedQuery(CANCEL)
                      .execute(Tuple.of(id.value(), clock.instant().atOffset(ZoneOffset.UTC)))
                      .replaceWithVoid();
              case "cancelled" -> Uni.createFrom().voidItem();
              default -> throw IrisProblem.conflict("batch-finished", "The batch has ended.");
            });
  }

  /**
   * Decides about keys that hosts of the batch showed. Jobs go on as there is room for them.
   *
   * @return which were decided about: a job that waits with another key, or not at all, is among the others
   */
  Uni<Outcome> decide(BatchId id, KeyVerdict verdict, String caller) {
    return locked(
        id,
        (transaction, row) ->
            transaction
                .sql()
                .preparedQuery(DECIDE)
                .execute(
                    Columns.of(verdict.keys())
                        .ids(KnownKey::enrollmentId)
                        .texts(KnownKey::fingerprint)
                        .same(id.value())
                        .same(verdict.approve() ? "approve" : "refuse")
                        .same(caller)
                        .parameters())
                .map(
                    rows -> {
                      Set<UUID> decided = new HashSet<>();
                      rows.forEach(one -> decided.add(one.getUUID(0)));
                      return Outcome.of(verdict, decided);
                    }));
  }

  /**
   * What came of it.
   *
   * @param differing jobs that wait with another key, or not at all
   */
  record Outcome(int decided, List<UUID> differing) {

    private static Outcome of(KeyVerdict verdict, Set<UUID> decided) {
      List<UUID> differing =
          verdict.keys().stream()
              .map(KnownKey::enrollmentId)
              .filter(job -> !decided.contains(job))
              .toList();
      return new Outcome(decided.size(), differing);
    }
  }

  /** What happens to a batch while its row is locked. */
  @FunctionalInterface
  interface Decision<T> {
    Uni<T> of(Transaction transaction, Row row);
  }

  private <T> Uni<T> locked(BatchId id, Decision<T> decision) {
    return transactions.run(
        transaction -> {
          transaction.afterCommit(pacer::signal);
          return transaction
              .sql()
              .preparedQuery(LOCK)
              .execute(Tuple.of(id.value()))
              .chain(
                  rows -> {
                    if (rows.size() == 0) {
                      throw BatchId.notFound();
                    }
                    return decision.of(transaction, rows.iterator().next());
                  });
        });
  }
}
