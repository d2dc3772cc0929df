package dev.iris.incident.sql;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads cells of a row whose columns may be null or hold a time. */
public final class Cells {

  private Cells() {}

  /** A {@code timestamptz}, or null. */
  public static @Nullable Instant time(Row row, String column) {
    OffsetDateTime value = row.getOffsetDateTime(column);
    return value == null ? null : value.toInstant();
  }

  /** A {@code timestamptz} that is not null. */
  public static Instant timeOf(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
