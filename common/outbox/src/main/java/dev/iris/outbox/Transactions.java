package dev.iris.outbox;

import dev.iris.messaging.redis.DependencyUnavailableException;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of this service's schema that may publish events. What is published travels after the commit, at least once,
 * and not at all after a rollback.
 *
 * <p>When PostgreSQL cannot be reached they fail with {@link DependencyUnavailableException}; a commit whose answer was lost
 * fails so too, though it may have happened.
 */
@ApplicationScoped
public class Transactions {

  private final Pool pool;
  private final RelaySignal relay;

  Transactions(Pool pool, RelaySignal relay) {
    this.pool = pool;
    this.relay = relay;
  }

  /**
   * Runs the body in a transaction: committed when its Uni has an item or null, rolled back when it fails.
   *
   * @param body no HTTP call and nothing else that may take long: the transaction holds a connection and locks
   */
  public <T> Uni<T> run(Function<Transaction, Uni<T>> body) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context begun = Context.current();
              AtomicReference<@Nullable OpenTransaction> open = new AtomicReference<>();
              return pool.withTransaction(
                      sql -> {
                        OpenTransaction transaction = new OpenTransaction(sql, begun);
                        open.set(transaction);
                        return body.apply(transaction);
                      })
                  .invoke(() -> committed(open.get()));
            })
        .onFailure(PostgresFailures::isUnavailable)
        .transform(PostgresFailures::unavailable);
  }

  /**
   * Runs one statement that writes to the outbox among others (see {@link OutboxRows}): a transaction in one round trip.
   *
   * @return what the statement returns
   */
  public Uni<RowSet<Row>> runStatement(String sql, Tuple values) {
    return pool.preparedQuery(sql)
        .execute(values)
        .invoke(relay::signal)
        .onFailure(PostgresFailures::isUnavailable)
        .transform(PostgresFailures::unavailable);
  }

  private void committed(@Nullable OpenTransaction transaction) {
    if (transaction != null) {
      if (transaction.published()) {
        relay.signal();
      }
      transaction.committed();
    }
  }
}
