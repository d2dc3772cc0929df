package dev.iris.enrollment.enrolling;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job tells, in its order. Whoever writes holds the job's row locked, so that no number is given twice. */
final class JobEvents {

  /** The job as a whole. */
  static final String STATUS = "status";

  /** One of its steps. */
  static final String STEP = "step";

  private static final String APPEND =
      """
      insert into enrollment_event (enrollment_id, sequence, kind, data, at)
      select $1, coalesce(max(sequence), 0) + 1, $2, $3, $4 from enrollment_event where enrollment_id = $1
      returning sequence""";

  private static final String STEP_NOW =
      """
      select name, state, changed, started_at, duration_ms, code, remedy, segment, output from enrollment_step
      where enrollment_id = $1 and position = $2""";

  private static final String AFTER =
      """
      select sequence, kind, data from enrollment_event where enrollment_id = $1 and sequence > $2
      order by sequence limit 500""";

  private JobEvents() {}

  /** Tells what the job has come to. */
  static Uni<Long> status(
      SqlClient sql, EnrollmentId id, JobStatus status, @Nullable JsonObject hostKey, Instant at) {
    JsonObject data = new JsonObject().put("status", status.text());
    if (hostKey != null) {
      data.put("hostKey", hostKey);
    }
    return append(sql, id, STATUS, data, at);
  }

  /** Tells what a step has come to, as its row has it. */
  static Uni<Long> step(SqlClient sql, EnrollmentId id, int position, Instant at) {
    return sql.preparedQuery(STEP_NOW)
        .execute(Tuple.of(id.value(), position))
        .chain(rows -> append(sql, id, STEP, data(rows.iterator().next()), at));
  }

  /** What was told after that one, 500 at most. */
  static Uni<List<Told>> after(SqlClient sql, EnrollmentId id, long sequence) {
    return sql.preparedQuery(AFTER).execute(Tuple.of(id.value(), sequence)).map(Told::of);
  }

  private static JsonObject data(Row row) {
    StepView step = StepView.of(row);
    JsonObject data =
        new JsonObject()
            .put("name", step.name())
            .put("status", step.status())
            .put("changed", step.changed());
    put(data, "startedAt", step.startedAt() == null ? null : step.startedAt().toString());
    put(data, "durationMs", step.durationMs());
    put(data, "code", step.code());
    put(data, "remedy", step.remedy());
    put(data, "segment", step.segment());
    put(data, "output", step.output());
    return data;
  }

  private static void put(JsonObject data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }

  private static Uni<Long> append(
      SqlClient sql, EnrollmentId id, String kind, JsonObject data, Instant at) {
    return sql.preparedQuery(APPEND)
        .execute(Tuple.of(id.value(), kind, data.encode(), at.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
