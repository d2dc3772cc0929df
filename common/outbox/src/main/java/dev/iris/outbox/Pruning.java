package dev.iris.outbox;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Rows that are removed when they were kept long enough.
 *
 * @param name what they are, for the log; of all replicas one at a time removes them
 * @param step one statement that removes a few of the oldest, in a transaction of its own. It answers one row, which has a
 *     column for each table with how many of its rows it removed
 * @param values the statement's parameters, for this moment
 * @param oldest for each table a query for the time of its oldest row
 */
public record Pruning(
    String name, String step, Supplier<Tuple> values, Map<String, String> oldest) {

  public Pruning {
    oldest = Map.copyOf(oldest);
  }
}
