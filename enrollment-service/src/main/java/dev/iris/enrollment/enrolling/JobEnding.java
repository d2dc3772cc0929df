package dev.iris.enrollment.enrolling;

import dev.iris.events.EnrollmentEvent.EnrolledHost;
import dev.iris.events.EnrollmentEvent.EnrollmentFinished;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Ends jobs, one way for all endings: steps that were not done are closed, what was given to log in with is forgotten, and people
 * are told of enrolments, but for jobs that only looked, those that somebody ended, and those of batches, which tell of all of theirs at once.
 */
@ApplicationScoped
class JobEnding {

  private static final String END =
      """
      update enrollment set state = $2, finished_at = $3, lease_owner = null, lease_until = null, shown_key = null,
        waiting_since = null, changed = exists (select from enrollment_step where enrollment_id = $1 and changed)
      where id = $1
      returning request, requested_by, dry_run, changed, batch_id, (
        select row_to_json(s)::text from (
          select code, remedy from enrollment_step
          where enrollment_id = $1 and code is not null order by position limit 1) s) as failure""";

  private static final String CLOSE_STEPS =
      """
      update enrollment_step set state = case when state = 'pending' then 'skipped' else $2 end
      where enrollment_id = $1 and state in ('pending', 'running', 'waiting')""";

  private static final String ASK =
      "update enrollment set cancelled_at = coalesce(cancelled_at, $2) where id = $1";

  private final Safe safe;
  private final Event<BatchJobEnded> batches;

  JobEnding(Safe safe, Event<BatchJobEnded> batches) {
    this.safe = safe;
    this.batches = batches;
  }

  /** Ends one on request whose row is locked: at once if nobody works on it, else as soon as its worker hears of it. */
  Uni<Void> cancel(Transaction transaction, EnrollmentId id, JobStatus status, Instant at) {
    return status == JobStatus.RUNNING
        ? transaction
            .sql()
            .preparedQuery(ASK)
            .execute(Tuple.of(id.value(), at.atOffset(ZoneOffset.UTC)))
            .replaceWithVoid()
        : end(transaction, id, JobStatus.CANCELLED, at);
  }

  /** Ends a job whose row is locked by the caller's transaction. */
  Uni<Void> end(Transaction transaction, EnrollmentId id, JobStatus status, Instant at) {
    SqlClient sql = transaction.sql();
    String unfinished = status == JobStatus.CANCELLED ? "cancelled" : "failed";
    return sql.preparedQuery(CLOSE_STEPS)
        .execute(Tuple.of(id.value(), unfinished))
        .chain(
            () ->
                sql.preparedQuery(END)
                    .execute(Tuple.of(id.value(), status.text(), at.atOffset(ZoneOffset.UTC))))
        .call(() -> safe.forget(sql, id))
        .chain(
            rows ->
                JobEvents.status(sql, id, status, null, at)
                    .chain(
                        number -> tell(transaction, id, status, rows.iterator().next(), number)));
  }

  private Uni<Void> tell(
      Transaction transaction, EnrollmentId id, JobStatus status, Row job, long number) {
    UUID batch = job.getUUID("batch_id");
    if (batch != null) {
      transaction.afterCommit(() -> batches.fire(new BatchJobEnded(batch)));
      return Uni.createFrom().voidItem();
    }
    if (job.getBoolean("dry_run") || status == JobStatus.CANCELLED) {
      return Uni.createFrom().voidItem();
    }
    Wanted wanted = Wanted.parse(job.getString("request"));
    if (wanted.action() != Action.ENROLL) {
      return Uni.createFrom().voidItem();
    }
    String failure = job.getString("failure");
    JsonObject why =
        status == JobStatus.SUCCEEDED || failure == null
            ? new JsonObject()
            : new JsonObject(failure);
    return transaction.publish(
        new EnrollmentFinished(
            new EnrolledHost(
                id.value(),
                wanted.address(),
                wanted.port(),
                wanted.name(),
                status.text(),
                why.getString("code"),
                why.getString("remedy")),
            job.getBoolean("changed"),
            job.getString("requested_by")),
        number);
  }
}
