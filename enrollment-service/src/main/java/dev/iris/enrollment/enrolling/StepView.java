package dev.iris.enrollment.enrolling;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A step as the API shows it.
 *
 * @param status pending, running, waiting, done, unproven, failed, cancelled or skipped
 * @param code of a failure; stable
 * @param remedy what to do about it
 * @param segment where the way of samples is broken, if that is what failed
 * @param output what its commands printed, without secrets
 */
record StepView(
    String name,
    String status,
    boolean changed,
    @Nullable Instant startedAt,
    @Nullable Long durationMs,
    @Nullable String code,
    @Nullable String remedy,
    @Nullable String segment,
    @Nullable String output) {

  static StepView of(Row row) {
    OffsetDateTime started = row.getOffsetDateTime("started_at");
    return new StepView(
        row.getString("name"),
        row.getString("state"),
        row.getBoolean("changed"),
        started == null ? null : started.toInstant(),
        row.getLong("duration_ms"),
        row.getString("code"),
        row.getString("remedy"),
        row.getString("segment"),
        row.getString("output"));
  }
}
