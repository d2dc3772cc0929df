package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.BatchDraft.HostDraft;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Says what a batch would do if it were begun now, and begins nothing. */
@ApplicationScoped
class BatchPreview {

  private static final String STANDING =
      "select exists (select from enrollment e where e.address = h.address and e.port = h.port and e.finished_at is null) as busy, "
          + Standing.DONE
          + " as done from unnest($1::text[], $2::integer[], $3::text[]) with ordinality as h (address, port, request, at) "
          + Standing.JOINS
          + " order by h.at";

  private final Pool pool;
  private final CredentialCheck check;

  BatchPreview(Pool pool, CredentialCheck check) {
    this.pool = pool;
    this.check = check;
  }

  /**
   * What would be done.
   *
   * @param toEnroll hosts that would get a job
   */
  record Plan(int hosts, int toEnroll, int concurrency, boolean dryRun, List<PlannedHost> items) {

    Plan {
      items = List.copyOf(items);
    }
  }

  /**
   * What would be done for a host.
   *
   * @param outcome {@code enroll}, or the code with which it would be skipped
   */
  record PlannedHost(int line, String address, int port, String hostname, String outcome) {}

  /**
   * The plan.
   *
   * @throws dev.iris.web.IrisProblem (as a failure) 400 as if it were begun
   */
  Uni<Plan> of(BatchDraft draft) {
    return check
        .check(pool, draft)
        .chain(
            () ->
                pool.preparedQuery(STANDING)
                    .execute(
                        Columns.of(draft.hosts())
                            .texts(host -> host.job().address())
                            .numbers(host -> host.job().port())
                            .texts(host -> host.job().request())
                            .parameters()))
        .map(rows -> plan(draft, rows));
  }

  private static Plan plan(BatchDraft draft, RowSet<Row> rows) {
    List<PlannedHost> hosts = new ArrayList<>();
    for (Row row : rows) {
      HostDraft host = draft.hosts().get(hosts.size());
      hosts.add(
          new PlannedHost(
              host.line(),
              host.job().address(),
              host.job().port(),
              host.job().hostname(),
              outcome(row)));
    }
    int toEnroll = (int) hosts.stream().filter(host -> host.outcome().equals("enroll")).count();
    return new Plan(hosts.size(), toEnroll, draft.concurrency(), draft.dryRun(), hosts);
  }

  private static String outcome(Row row) {
    if (row.getBoolean("done")) {
      return "already-enrolled";
    }
    return row.getBoolean("busy") ? "enrollment-in-progress" : "enroll";
  }
}
