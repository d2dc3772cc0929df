package dev.iris.enrollment.batch;

import dev.iris.enrollment.credential.Credentials;
import dev.iris.events.EnrollmentEvent.BatchFinished;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Ends batches: what was given to log in with is forgotten, and people are told, unless it only looked. */
@ApplicationScoped
class BatchEnding {

  private static final String END =
      """
      update batch set state = $2, finished_at = $3 where id = $1 returning dry_run, run, requested_by, started_at""";

  private static final String TROUBLED =
      "select "
          + HostResult.COLUMNS
          + " from batch_host where batch_id = $1 and state in ('failed', 'unproven') order by position limit $2";

  private final Credentials credentials;

  BatchEnding(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Ends a batch whose row is locked by the transaction and whose hosts all have a result. */
  Uni<Void> end(Transaction transaction, BatchId id, boolean cancelled, Counts counts, Instant at) {
    SqlClient sql = transaction.sql();
    String state = cancelled ? "cancelled" : "finished";
    return sql.preparedQuery(END)
        .execute(Tuple.of(id.value(), state, at.atOffset(ZoneOffset.UTC)))
        .call(() -> credentials.forgetBatch(sql, id.value()))
        .chain(
            rows ->
                BatchEvents.status(sql, id, state, counts, at)
                    .chain(
                        number ->
                            rows.iterator().next().getBoolean("dry_run")
                                ? Uni.createFrom().voidItem()
                                : tell(
                                    transaction,
                                    id,
                                    cancelled,
                                    counts,
                                    rows.iterator().next(),
                                    number)));
  }

  private static Uni<Void> tell(
      Transaction transaction,
      BatchId id,
      boolean cancelled,
      Counts counts,
      Row batch,
      long number) {
    return transaction
        .sql()
        .preparedQuery(TROUBLED)
        .execute(Tuple.of(id.value(), BatchFinished.MAX_TROUBLED))
        .map(HostResult::of)
        .chain(
            (List<HostResult> troubled) ->
                transaction.publish(
                    new BatchFinished(
                        id.value(),
                        batch.getInteger("run"),
                        cancelled,
                        batch.getString("requested_by"),
                        batch.getOffsetDateTime("started_at").toInstant(),
                        counts.ended(),
                        troubled.stream().map(HostResult::enrolled).toList()),
                    number));
  }
}
