package dev.iris.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The transaction that a body sees; remembers whether there is something for the relay. */
final class OpenTransaction implements Transaction {

  private static final String INSERT = OutboxRows.insertSql(1);

  private final SqlConnection sql;
  private final Context begun;
  private final Queue<Runnable> afterCommit = new ConcurrentLinkedQueue<>();
  private volatile boolean published;

  OpenTransaction(SqlConnection sql, Context begun) {
    this.sql = sql;
    this.begun = begun;
  }

  @Override
  public SqlConnection sql() {
    return sql;
  }

  @Override
  public Uni<Void> publish(List<SequencedEvent> events) {
    if (events.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    OutboxRows rows = OutboxRows.of(events, trace());
    return sql.preparedQuery(INSERT)
        .execute(rows.appendTo(Tuple.tuple()))
        .invoke(() -> published = true)
        .replaceWithVoid();
  }

  /** The SQL client answers off the caller's thread; where the caller had no Vert.x context, its trace is lost by then. */
  private Context trace() {
    Context now = Context.current();
    return Span.fromContext(now).getSpanContext().isValid() ? now : begun;
  }

  @Override
  public void afterCommit(Runnable step) {
    afterCommit.add(step);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  boolean published() {
    return published;
  }
}
