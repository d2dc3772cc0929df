package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.web.Caller;
import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads jobs, the newest first. */
@ApplicationScoped
class JobDirectory {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String STEPS =
      """
      select name, state, changed, started_at, duration_ms, code, remedy, segment, output from enrollment_step
      where enrollment_id = $1 order by position""";

  private final Pool pool;

  JobDirectory(Pool pool) {
    this.pool = pool;
  }

  /** As many as the filter's limit and one more, which tells that there are further ones. */
  Uni<List<JobView>> list(JobFilter filter) {
    JobStatus status = filter.status();
    Tuple values =
        Tuple.tuple()
            .addString(status == null ? null : status.text())
            .addValue(filter.host())
            .addValue(filter.after())
            .addInteger(filter.limit() + 1);
    return pool.preparedQuery(
            """
            select * from enrollment
            where ($1::text is null or state = $1) and ($2::uuid is null or host_id = $2) and ($3::uuid is null or id < $3)
            order by id desc limit $4""")
        .execute(values)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(JobDirectory::view).toList());
  }

  /**
   * A job with its steps.
   *
   * @throws IrisProblem (as a failure) 404 if there is none
   */
  Uni<JobView.Detail> get(EnrollmentId id, Caller caller) {
    return row(id, caller)
        .chain(
            row ->
                pool.preparedQuery(STEPS)
                    .execute(Tuple.of(id.value()))
                    .map(
                        steps ->
                            detail(
                                row,
                                StreamSupport.stream(steps.spliterator(), false)
                                    .map(StepView::of)
                                    .toList())));
  }

  /**
   * Whether a job has ended.
   *
   * @throws IrisProblem (as a failure) 404 if there is none
   */
  Uni<Boolean> ended(EnrollmentId id, Caller caller) {
    return row(id, caller).map(row -> row.getOffsetDateTime("finished_at") != null);
  }

  /** The same, for whoever may know of it already. */
  Uni<Boolean> ended(EnrollmentId id) {
    return row(id).map(row -> row.getOffsetDateTime("finished_at") != null);
  }

  /** A job of another key is not there for who is bound to their own. */
  private Uni<Row> row(EnrollmentId id, Caller caller) {
    return row(id)
        .invoke(
            row -> {
              if (!caller.mayTouchWhatIsOf(row.getString("requested_by"))) {
                throw notFound();
              }
            });
  }

  private Uni<Row> row(EnrollmentId id) {
    return pool.preparedQuery("select * from enrollment where id = $1")
        .execute(Tuple.of(id.value()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
              return rows.iterator().next();
            });
  }

  static EnrollmentId id(String text) {
    try {
      return new EnrollmentId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  static IrisProblem notFound() {
    return IrisProblem.notFound("enrollment-not-found", "There is no job with this id.");
  }

  private static JobView view(Row row) {
    Wanted wanted = Wanted.parse(row.getString("request"));
    return new JobView(
        row.getUUID("id").toString(),
        row.getString("state"),
        host(row),
        row.getBoolean("changed"),
        row.getBoolean("dry_run"),
        wanted.address(),
        wanted.port(),
        wanted.name(),
        hostKey(row),
        row.getString("requested_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        finishedAt(row));
  }

  private static JobView.Detail detail(Row row, List<StepView> steps) {
    return new JobView.Detail(
        row.getUUID("id").toString(),
        row.getString("state"),
        host(row),
        row.getBoolean("changed"),
        row.getBoolean("dry_run"),
        tree(row.getString("request")),
        hostKey(row),
        row.getString("requested_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        finishedAt(row),
        row.getString("plan") == null ? null : tree(row.getString("plan")),
        steps);
  }

  private static @Nullable String host(Row row) {
    UUID id = row.getUUID("host_id");
    return id == null ? null : id.toString();
  }

  private static @Nullable Instant finishedAt(Row row) {
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    return finished == null ? null : finished.toInstant();
  }

  private static @Nullable JsonNode hostKey(Row row) {
    String key = row.getString("shown_key");
    return key == null ? null : tree(key);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is stored is JSON", e);
    }
  }
}
