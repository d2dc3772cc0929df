package dev.iris.notifier.throttle;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * Rate limits in rows that all replicas share. A grant locks the channel's row until its transaction ends: two replicas that claim
 * at once take turns, and never take more than the limit together.
 */
@ApplicationScoped
public class Throttle {

  private static final String ENSURE =
      "insert into throttle (channel_id, second, hour, at, blocked_until) values ($1, $2, $3, $4, $5) on conflict do nothing";
  private static final String LOCK =
      "select second, hour, at, blocked_until from throttle where channel_id = $1 for update";
  private static final String STORE =
      "update throttle set second = $2, hour = $3, at = $4, blocked_until = $5 where channel_id = $1";

  /**
   * What a channel may send now.
   *
   * @param count may be 0
   * @param nextAt when to ask again if not all that was wanted is granted
   * @param room how many it may send within the time that the caller looks ahead
   */
  public record Grant(int count, Instant nextAt, int room) {}

  /**
   * Grants up to {@code wanted} messages and lets the caller say how many it used.
   *
   * @param ahead how far the caller looks ahead
   * @param use what to do with the grant, in the same transaction; its result says how many messages it used
   */
  public <T> Uni<T> grant(
      SqlClient sql,
      String channelId,
      RateLimit limit,
      int wanted,
      Duration ahead,
      Instant now,
      Use<T> use) {
    return locked(sql, channelId, TokenBucket.full(limit, now))
        .map(bucket -> bucket.refilled(limit, now))
        .chain(
            bucket -> {
              int available = bucket.available(limit, now, wanted);
              Instant nextAt = bucket.minus(limit, available).nextAt(limit, now);
              return use.of(new Grant(available, nextAt, bucket.within(limit, ahead)))
                  .call(
                      result ->
                          store(sql, channelId, bucket.minus(limit, use.used().apply(result))));
            });
  }

  /** Pauses a channel because the other side asked for it. */
  public Uni<Void> block(
      SqlClient sql, String channelId, RateLimit limit, Instant now, Instant until) {
    return locked(sql, channelId, TokenBucket.full(limit, now))
        .chain(bucket -> store(sql, channelId, bucket.blocked(until)));
  }

  /** What happens with a grant, and how many messages that took. */
  public record Use<T>(Function<Grant, Uni<T>> body, Function<T, Integer> used) {

    Uni<T> of(Grant grant) {
      return body.apply(grant);
    }
  }

  private static Uni<TokenBucket> locked(SqlClient sql, String channelId, TokenBucket initial) {
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of(channelId))
        .chain(
            rows ->
                rows.iterator().hasNext()
                    ? Uni.createFrom().item(bucket(rows.iterator().next()))
                    : sql.preparedQuery(ENSURE)
                        .execute(values(channelId, initial))
                        .chain(() -> sql.preparedQuery(LOCK).execute(Tuple.of(channelId)))
                        .map(made -> bucket(made.iterator().next())));
  }

  private static Uni<Void> store(SqlClient sql, String channelId, TokenBucket bucket) {
    return sql.preparedQuery(STORE).execute(values(channelId, bucket)).replaceWithVoid();
  }

  private static Tuple values(String channelId, TokenBucket bucket) {
    return Tuple.of(
        channelId, bucket.second(), bucket.hour(), time(bucket.at()), time(bucket.blockedUntil()));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static TokenBucket bucket(Row row) {
    return new TokenBucket(
        row.getDouble("second"),
        row.getDouble("hour"),
        row.getOffsetDateTime("at").toInstant(),
        row.getOffsetDateTime("blocked_until").toInstant());
  }
}
