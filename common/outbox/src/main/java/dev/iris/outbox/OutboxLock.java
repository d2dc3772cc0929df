package dev.iris.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/**
 * Keeps the relay's batches apart from the moment that decides what is published again: a batch that sent to a Redis which
 * lost its data right after must be committed, and so be seen as published, before the decision. Held until the end of the
 * transaction. The lock is PostgreSQL's own (advisory), one for each schema: it costs no write.
 */
final class OutboxLock {

  private static final String KEY = "(hashtext('iris.outbox'), hashtext(current_schema()))";
  private static final String SHARED = "select pg_advisory_xact_lock_shared" + KEY;
  private static final String EXCLUSIVE = "select pg_advisory_xact_lock" + KEY;

  private OutboxLock() {}

  /** For a batch; waits while a decision is made. */
  static Uni<Void> shared(SqlConnection sql) {
    return sql.preparedQuery(SHARED).execute().replaceWithVoid();
  }

  /** For the decision; waits for the batches that are on their way. */
  static Uni<Void> exclusive(SqlConnection sql) {
    return sql.preparedQuery(EXCLUSIVE).execute().replaceWithVoid();
  }
}
