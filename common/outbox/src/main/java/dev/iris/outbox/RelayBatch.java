package dev.iris.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one batch of the outbox in a transaction of its own. Replicas share the work: rows that one has claimed, the
 * others skip. The transaction lasts no longer than the publish timeout; what Redis confirmed by then is marked as published,
 * the rest is sent again later.
 */
@Singleton
final class RelayBatch {

  private static final String CLAIM =
      """
      select event_id, stream, payload, traceparent from outbox
      where published_at is null order by event_id limit $1 for update skip locked""";
  private static final String MARK =
      "update outbox set published_at = clock_timestamp() where event_id = any($1::uuid[])";

  private final Pool pool;
  private final EventSender sender;
  private final OutboxConfig config;

  RelayBatch(Pool pool, EventSender sender, OutboxConfig config) {
    this.pool = pool;
    this.sender = sender;
    this.config = config;
  }

  /**
   * What became of a batch.
   *
   * @param claimed how many rows were due
   * @param published how many of them Redis confirmed
   * @param failure why not all
   */
  record Outcome(int claimed, int published, @Nullable Throwable failure) {
    private static final Outcome NOTHING_DUE = new Outcome(0, 0, null);
  }

  /** Publishes what is due, up to the size of a batch. Fails if PostgreSQL does; Redis' failures are in the outcome. */
  Uni<Outcome> publish() {
    return pool.withTransaction(
        sql ->
            claim(sql)
                .flatMap(
                    due ->
                        due.isEmpty()
                            ? Uni.createFrom().item(Outcome.NOTHING_DUE)
                            : publish(sql, due)));
  }

  private Uni<List<DueEvent>> claim(SqlConnection sql) {
    // Both travel in one go; the server takes them in this order.
    Uni<RowSet<Row>> rows = sql.preparedQuery(CLAIM).execute(Tuple.of(config.batch()));
    return Uni.combine()
        .all()
        .unis(OutboxLock.shared(sql), rows)
        .with(
            (locked, due) ->
                StreamSupport.stream(due.spliterator(), false).map(RelayBatch::due).toList());
  }

  private static DueEvent due(Row row) {
    return new DueEvent(row.getUUID(0), row.getString(1), row.getString(2), row.getString(3));
  }

  private Uni<Outcome> publish(SqlConnection sql, List<DueEvent> due) {
    Queue<UUID> confirmed = new ConcurrentLinkedQueue<>();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Uni<Void>> sends =
        due.stream()
            .map(
                event ->
                    sender
                        .send(event)
                        .invoke(() -> confirmed.add(event.eventId()))
                        .onFailure()
                        .invoke(failure::set)
                        .onFailure()
                        .recoverWithNull())
            .toList();
    return Uni.join()
        .all(sends)
        .andCollectFailures()
        .replaceWithVoid()
        .ifNoItem()
        .after(config.publishTimeout())
        .fail()
        .onFailure()
        .invoke(failure::set)
        .onFailure()
        .recoverWithNull()
        .emitOn(Background.here())
        .flatMap(ended -> mark(sql, confirmed.toArray(UUID[]::new)))
        .map(published -> new Outcome(due.size(), published, failure.get()));
  }

  private static Uni<Integer> mark(SqlConnection sql, UUID[] published) {
    return published.length == 0
        ? Uni.createFrom().item(0)
        : sql.preparedQuery(MARK)
            .execute(Tuple.tuple().addArrayOfUUID(published))
            .map(RowSet::rowCount);
  }
}
