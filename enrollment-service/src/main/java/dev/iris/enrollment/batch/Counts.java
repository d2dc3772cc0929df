package dev.iris.enrollment.batch;

import dev.iris.events.EnrollmentEvent.BatchCounts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.Map;

/** How many hosts of a batch have come how far. */
record Counts(Map<HostState, Integer> byState) {

  Counts {
    byState = Map.copyOf(byState);
  }

  static Uni<Counts> of(SqlClient sql, BatchId id) {
    return sql.preparedQuery(
            "select state, count(*)::integer from batch_host where batch_id = $1 group by state")
        .execute(Tuple.of(id.value()))
        .map(
            rows -> {
              Map<HostState, Integer> counts = new EnumMap<>(HostState.class);
              rows.forEach(
                  row -> counts.put(HostState.ofColumn(row.getString(0)), row.getInteger(1)));
              return new Counts(counts);
            });
  }

  int of(HostState state) {
    return byState.getOrDefault(state, 0);
  }

  /** Those whose result is still to come. */
  int open() {
    return of(HostState.PENDING)
        + of(HostState.QUEUED)
        + of(HostState.RUNNING)
        + of(HostState.WAITING);
  }

  BatchCounts ended() {
    return new BatchCounts(
        of(HostState.SUCCEEDED),
        of(HostState.UNPROVEN),
        of(HostState.FAILED),
        of(HostState.CANCELLED),
        of(HostState.SKIPPED));
  }

  /** All states, also those that no host is in. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    for (HostState state : HostState.values()) {
      json.put(state.text(), of(state));
    }
    return json;
  }
}
