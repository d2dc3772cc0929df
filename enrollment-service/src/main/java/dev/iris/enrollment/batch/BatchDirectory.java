package dev.iris.enrollment.batch;

import dev.iris.web.Cursor;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import dev.iris.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads batches, the newest first, and what became of their hosts, in the order of the file. */
@ApplicationScoped
class BatchDirectory {

  private static final String LIST =
      "select * from batch where ($1::uuid is null or id < $1) order by id desc limit $2";

  private static final String HOSTS =
      "select "
          + HostResult.COLUMNS
          + """
           from batch_host where batch_id = $1 and ($2::text is null or state = $2) and position > $3
          order by position limit $4""";

  private static final String KEYS =
      """
      select h.position, h.line, h.address, h.port, h.hostname, h.enrollment_id, e.shown_key, e.waiting_since
      from batch_host h join enrollment e on e.id = h.enrollment_id
      where h.batch_id = $1 and h.state = 'waiting' and h.key_decision is null and e.state = 'waiting' and h.position > $2
      order by h.position limit $3""";

  private final Pool pool;

  BatchDirectory(Pool pool) {
    this.pool = pool;
  }

  Uni<Page<BatchView>> list(@Nullable String cursor, @Nullable String limit) {
    int size = Limit.parse(limit);
    @Nullable UUID after =
        cursor == null ? null : Cursor.parse(Cursor.decode(cursor, 1).getFirst(), UUID::fromString);
    return read(LIST, Tuple.of(after, size + 1), BatchView::of)
        .map(found -> Page.of(found, size, last -> Cursor.encode(last.id())));
  }

  /**
   * A batch with its figures.
   *
   * @throws IrisProblem (as a failure) 404 if there is none
   */
  Uni<BatchView.Detail> get(BatchId id) {
    return find(id).chain(batch -> Counts.of(pool, id).map(batch::with));
  }

  /**
   * Whether a batch has ended.
   *
   * @throws IrisProblem (as a failure) 404 if there is none
   */
  Uni<Boolean> ended(BatchId id) {
    return find(id).map(batch -> batch.finishedAt() != null);
  }

  /** Its hosts. */
  Uni<Page<HostResult>> hosts(
      BatchId id, @Nullable String status, @Nullable String cursor, @Nullable String limit) {
    if (status != null && HostState.of(status).isEmpty()) {
      throw IrisProblem.badField(
          "status",
          "must be pending, queued, running, waiting, succeeded, unproven, failed, cancelled or skipped");
    }
    int size = Limit.parse(limit);
    return find(id)
        .chain(
            batch ->
                read(
                    HOSTS,
                    Tuple.of(id.value(), status, position(cursor), size + 1),
                    HostResult::of))
        .map(
            found ->
                Page.of(found, size, last -> Cursor.encode(Integer.toString(last.position()))));
  }

  /** What became of all of them. */
  Uni<List<HostResult>> results(BatchId id) {
    return find(id)
        .chain(
            batch ->
                read(HOSTS, Tuple.of(id.value(), null, -1, Integer.MAX_VALUE), HostResult::of));
  }

  /** The keys that its hosts showed and that nobody has decided about. */
  Uni<Page<ShownKey>> keys(BatchId id, @Nullable String cursor, @Nullable String limit) {
    int size = Limit.parse(limit);
    return find(id)
        .chain(batch -> read(KEYS, Tuple.of(id.value(), position(cursor), size + 1), ShownKey::of))
        .map(
            found ->
                Page.of(found, size, last -> Cursor.encode(Integer.toString(last.position()))));
  }

  private Uni<BatchView> find(BatchId id) {
    return read("select * from batch where id = $1", Tuple.of(id.value()), BatchView::of)
        .map(
            found -> {
              if (found.isEmpty()) {
                throw BatchId.notFound();
              }
              return found.getFirst();
            });
  }

  private <T> Uni<List<T>> read(String query, Tuple values, Function<Row, T> of) {
    return pool.preparedQuery(query)
        .execute(values)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(of).toList());
  }

  private static int position(@Nullable String cursor) {
    return cursor == null
        ? -1
        : Cursor.parse(Cursor.decode(cursor, 1).getFirst(), Integer::parseInt);
  }
}
