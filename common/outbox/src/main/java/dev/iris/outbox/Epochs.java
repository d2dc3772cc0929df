package dev.iris.outbox;

import dev.iris.events.Ids;
import dev.iris.outbox.RedisIdentity.Seen;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notices that Redis lost what was published, and has it published again; inboxes make the repeats harmless. The decision is
 * made once for all replicas and is on record before a new epoch counts: a crash in between leads to one more repeat, never to
 * a gap.
 */
@Singleton
final class Epochs {

  private static final Logger LOG = Logger.getLogger(Epochs.class);

  private static final String READ =
      "select epoch, redis_run_id, republish_from is not null from outbox_epoch";
  private static final String WRITE =
      """
      insert into outbox_epoch as known (epoch, redis_run_id, republish_from, republish_until)
      values ($1, $2, clock_timestamp() - make_interval(secs => $3), clock_timestamp())
      on conflict (single) do update set epoch = excluded.epoch, redis_run_id = excluded.redis_run_id,
        republish_from = least(known.republish_from, excluded.republish_from), republish_until = excluded.republish_until""";
  private static final String WINDOW =
      """
      select republish_from, republish_until from outbox_epoch
      where republish_from is not null for update skip locked""";

  /** The newest first: what Redis lost unread is of late, and somebody waits for it. */
  private static final String MAKE_DUE =
      """
      with again as (
        select event_id, published_at from outbox where published_at between $1 and $2
        order by published_at desc limit $3 for update
      ), due as (
        update outbox set published_at = null, queued_at = clock_timestamp()
        from again where outbox.event_id = again.event_id returning again.published_at
      )
      select count(*)::int, min(published_at) from due""";

  private static final String SHRINK = "update outbox_epoch set republish_until = $1";
  private static final String FINISH =
      "update outbox_epoch set republish_from = null, republish_until = null";

  private final Pool pool;
  private final RedisIdentity redis;
  private final OutboxConfig config;
  private volatile boolean republishing;

  Epochs(Pool pool, RedisIdentity redis, OutboxConfig config) {
    this.pool = pool;
    this.redis = redis;
    this.config = config;
  }

  /** What is on record of the Redis that was published to. */
  private record Known(UUID epoch, String runId, boolean republishing) {

    boolean is(Seen seen) {
      return epoch.equals(seen.epoch()) && runId.equals(seen.runId());
    }
  }

  /** Compares what Redis is with what it was; fails if either side cannot be asked. */
  Uni<Void> check() {
    return redis
        .look()
        .flatMap(
            seen ->
                read(pool)
                    .flatMap(
                        known -> known != null && known.is(seen) ? remember(known) : decide()));
  }

  private Uni<Void> remember(Known known) {
    republishing = known.republishing();
    return Uni.createFrom().voidItem();
  }

  /** Looks again under the lock: another replica may have decided meanwhile. */
  private Uni<Void> decide() {
    return pool.withTransaction(
        sql ->
            OutboxLock.exclusive(sql)
                .chain(redis::look)
                .flatMap(seen -> read(sql).flatMap(known -> decide(sql, known, seen))));
  }

  private Uni<Void> decide(SqlConnection sql, @Nullable Known known, Seen seen) {
    if (known != null && known.is(seen)) {
      return remember(known);
    }
    if (known != null && known.epoch().equals(seen.epoch())) {
      LOG.infof(
          "Redis was restarted: what was published in the last %s is published again",
          config.restartWindow());
      return write(sql, known.epoch(), seen, config.restartWindow());
    }
    LOG.infof(
        "Redis is new or lost its data: what was published in the last %s is published again",
        config.retention());
    return write(sql, Ids.next(), seen, config.retention());
  }

  private Uni<Void> write(SqlConnection sql, UUID epoch, Seen seen, Duration window) {
    return sql.preparedQuery(WRITE)
        .execute(Tuple.of(epoch, seen.runId(), (double) window.toSeconds()))
        .chain(() -> redis.write(epoch))
        .invoke(() -> republishing = true);
  }

  private static Uni<@Nullable Known> read(SqlClient sql) {
    return sql.preparedQuery(READ)
        .execute()
        .map(
            rows -> {
              for (Row row : rows) {
                return new Known(row.getUUID(0), row.getString(1), row.getBoolean(2));
              }
              return null;
            });
  }

  /**
   * Makes the next chunk due again, if there is one.
   *
   * @return how many rows; 0 when there is nothing left to do here
   */
  Uni<Integer> republishChunk() {
    if (!republishing) {
      return Uni.createFrom().item(0);
    }
    return pool.withTransaction(
        sql ->
            sql.preparedQuery(WINDOW)
                .execute()
                .flatMap(rows -> rows.size() == 0 ? nothing() : makeDue(sql, window(rows))));
  }

  private static Tuple window(Iterable<Row> rows) {
    Row row = rows.iterator().next();
    return Tuple.of(row.getOffsetDateTime(0), row.getOffsetDateTime(1));
  }

  private Uni<Integer> makeDue(SqlConnection sql, Tuple window) {
    return sql.preparedQuery(MAKE_DUE)
        .execute(window.addInteger(config.republishChunk()))
        .map(rows -> rows.iterator().next())
        .flatMap(
            row -> {
              int made = row.getInteger(0);
              return made == 0
                  ? sql.preparedQuery(FINISH).execute().chain(this::nothing)
                  : sql.preparedQuery(SHRINK)
                      .execute(Tuple.of(row.getOffsetDateTime(1)))
                      .replaceWith(made);
            });
  }

  /** Done, or another replica is at it; {@link #check} knows more. */
  private Uni<Integer> nothing() {
    republishing = false;
    return Uni.createFrom().item(0);
  }
}
