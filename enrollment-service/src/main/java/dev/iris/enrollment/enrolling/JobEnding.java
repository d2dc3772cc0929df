package dev.iris.enrollment.enrolling;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/** Ends jobs, one way for all endings: steps that were not done are closed, and what was given to log in with is forgotten. */
@ApplicationScoped
class JobEnding {

  private static final String END =
      """
      update enrollment set state = $2, finished_at = $3, lease_owner = null, lease_until = null, shown_key = null,
        waiting_since = null, changed = exists (select from enrollment_step where enrollment_id = $1 and changed)
      where id = $1""";

  private static final String CLOSE_STEPS =
      """
      update enrollment_step set state = case when state = 'pending' then 'skipped' else $2 end
      where enrollment_id = $1 and state in ('pending', 'running', 'waiting')""";

  private static final String ASK =
      "update enrollment set cancelled_at = coalesce(cancelled_at, $2) where id = $1";

  private final Safe safe;

  JobEnding(Safe safe) {
    this.safe = safe;
  }

  /** Ends one on request whose row is locked: at once if nobody works on it, else as soon as its worker hears of it. */
  Uni<Void> cancel(SqlClient sql, EnrollmentId id, JobStatus status, Instant at) {
    return status == JobStatus.RUNNING
        ? sql.preparedQuery(ASK)
            .execute(Tuple.of(id.value(), at.atOffset(ZoneOffset.UTC)))
            .replaceWithVoid()
        : end(sql, id, JobStatus.CANCELLED, at);
  }

  /** Ends a job whose row is locked by the caller's transaction. */
  Uni<Void> end(SqlClient sql, EnrollmentId id, JobStatus status, Instant at) {
    String unfinished = status == JobStatus.CANCELLED ? "cancelled" : "failed";
    return sql.preparedQuery(CLOSE_STEPS)
        .execute(Tuple.of(id.value(), unfinished))
        .chain(
            () ->
                sql.preparedQuery(END)
                    .execute(Tuple.of(id.value(), status.text(), at.atOffset(ZoneOffset.UTC))))
        .chain(() -> safe.forget(sql, id))
        .chain(() -> JobEvents.status(sql, id, status, null, at))
        .replaceWithVoid();
  }
}
