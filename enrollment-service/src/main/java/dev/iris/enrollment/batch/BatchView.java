package dev.iris.enrollment.batch;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch as lists show it.
 *
 * @param status running, or how it ended
 * @param hosts how many it has
 * @param run 1, and one more for each retry
 * @param startedAt of this run
 */
record BatchView(
    String id,
    String status,
    boolean dryRun,
    int hosts,
    int concurrency,
    int run,
    String requestedBy,
    Instant createdAt,
    Instant startedAt,
    @Nullable Instant finishedAt) {

  /** One with how many of its hosts have come how far. */
  record Detail(
      String id,
      String status,
      boolean dryRun,
      int hosts,
      Map<String, Integer> counts,
      int concurrency,
      int run,
      String requestedBy,
      Instant createdAt,
      Instant startedAt,
      @Nullable Instant finishedAt) {}

  static BatchView of(Row row) {
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    return new BatchView(
        row.getUUID("id").toString(),
        row.getString("state"),
        row.getBoolean("dry_run"),
        row.getInteger("hosts"),
        row.getInteger("concurrency"),
        row.getInteger("run"),
        row.getString("requested_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("started_at").toInstant(),
        finished == null ? null : finished.toInstant());
  }

  Detail with(Counts counts) {
    Map<String, Integer> byStatus = new LinkedHashMap<>();
    for (HostState state : HostState.values()) {
      byStatus.put(state.text(), counts.of(state));
    }
    return new Detail(
        id,
        status,
        dryRun,
        hosts,
        byStatus,
        concurrency,
        run,
        requestedBy,
        createdAt,
        startedAt,
        finishedAt);
  }
}
