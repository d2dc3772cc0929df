package dev.iris.outbox;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into columns, for {@code unnest}: however many rows there are, they travel as one statement with one array per
 * column. Parameters are numbered in the order in which they were added.
 */
public final class Columns<T> {

  private final List<T> rows;
  private final List<@Nullable Object> parameters = new ArrayList<>();

  private Columns(List<T> rows) {
    this.rows = rows;
  }

  /** Columns of these rows. */
  public static <T> Columns<T> of(List<T> rows) {
    return new Columns<>(rows);
  }

  /** A parameter that is the same for all rows: an id, a number, a text or an {@link Instant}. */
  public Columns<T> same(@Nullable Object value) {
    parameters.add(value instanceof Instant instant ? at(instant) : value);
    return this;
  }

  /** A {@code uuid[]}. */
  public Columns<T> ids(Function<T, @Nullable UUID> column) {
    return add(column, UUID[]::new);
  }

  /** A {@code text[]}. */
  public Columns<T> texts(Function<T, @Nullable String> column) {
    return add(column, String[]::new);
  }

  /** An {@code integer[]}. */
  public Columns<T> numbers(Function<T, @Nullable Integer> column) {
    return add(column, Integer[]::new);
  }

  /** A {@code smallint[]}. */
  public Columns<T> shorts(Function<T, @Nullable Short> column) {
    return add(column, Short[]::new);
  }

  /** A {@code bigint[]}. */
  public Columns<T> longs(Function<T, @Nullable Long> column) {
    return add(column, Long[]::new);
  }

  /** A {@code timestamptz[]}. */
  public Columns<T> times(Function<T, @Nullable Instant> column) {
    return add(row -> at(column.apply(row)), OffsetDateTime[]::new);
  }

  /** All parameters added so far. */
  public Tuple parameters() {
    Tuple tuple = Tuple.tuple();
    parameters.forEach(tuple::addValue);
    return tuple;
  }

  private <V> Columns<T> add(Function<T, @Nullable V> column, IntFunction<V[]> array) {
    parameters.add(rows.stream().map(column).toArray(array));
    return this;
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
