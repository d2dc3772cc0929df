package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.channel.ChannelDirectory.Opened;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.notifier.throttle.Throttle;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Leases due deliveries to this replica. A lease that is not followed by an outcome runs out, and then any replica may take the
 * delivery: that is how work of a killed process goes on.
 */
@ApplicationScoped
class Claims {

  /** Goes from channel to channel through the index of due deliveries; a backlog of thousands costs no more than one row. */
  private static final String DUE =
      """
      with recursive waiting(channel_id) as (
        (select channel_id from delivery where state = 'pending' order by channel_id limit 1)
        union all
        select (select d.channel_id from delivery d where d.state = 'pending' and d.channel_id > waiting.channel_id
          order by d.channel_id limit 1)
        from waiting where waiting.channel_id is not null)
      select channel_id from waiting where channel_id is not null and exists (
        select from delivery d where d.channel_id = waiting.channel_id and d.state = 'pending'
          and d.next_attempt_at <= $1 and (d.lease_until is null or d.lease_until <= $1))""";

  private static final String LEASE =
      """
      with due as materialized (
        select id from delivery where channel_id = $1 and state = 'pending' and next_attempt_at <= $4
          and (lease_until is null or lease_until <= $4)
        order by next_attempt_at limit $5 for update skip locked)
      update delivery d set lease_owner = $2, lease_until = $3, attempts = d.attempts + 1, tried_at = coalesce(d.tried_at, $4)
      from due, notification n
      where d.id = due.id and n.id = d.notification_id
      returning d.id, d.notification_id, d.channel_id, d.address, d.attempts, d.tried_at, n.content, n.traceparent""";

  private final Pool pool;
  private final ChannelDirectory channels;
  private final Throttle throttle;
  private final DispatchConfig config;
  private final String owner;

  Claims(
      Pool pool,
      ChannelDirectory channels,
      Throttle throttle,
      DispatchConfig config,
      @ConfigProperty(name = "iris.instance") String instance) {
    this.pool = pool;
    this.channels = channels;
    this.throttle = throttle;
    this.config = config;
    // A restarted replica is another owner: it knows nothing of what it was sending before.
    this.owner = instance + "/" + UUID.randomUUID();
  }

  /**
   * What was leased.
   *
   * @param channel empty if it does not exist any more
   * @param askAgainAt when the rate limit has room, if it is what kept more from being leased
   */
  record Claim(Optional<Opened> channel, List<Leased> deliveries, Optional<Instant> askAgainAt) {}

  /** The channels that have something due. */
  Uni<List<String>> due(Instant now) {
    return pool.preparedQuery(DUE)
        .execute(Tuple.of(SqlTimes.of(now)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .toList());
  }

  /** Leases at most {@code wanted} deliveries of one channel, as far as its rate limit allows. */
  Uni<Claim> claim(String channelId, int wanted, Instant now) {
    return pool.withTransaction(
        sql ->
            channels
                .open(sql, channelId)
                .chain(opened -> claim(sql, channelId, opened, wanted, now)));
  }

  private Uni<Claim> claim(
      SqlClient sql, String channelId, Optional<Opened> opened, int wanted, Instant now) {
    Optional<Channel> usable = opened.map(Opened::channel).filter(Channel::enabled);
    if (usable.isEmpty()) {
      // They are leased only to fail, so no limit applies.
      return lease(sql, channelId, wanted, now)
          .map(leased -> new Claim(opened, leased, Optional.empty()));
    }
    RateLimit limit = usable.get().rateLimit();
    Throttle.Use<Claim> use =
        new Throttle.Use<>(
            grant -> claim(sql, channelId, opened, wanted, grant, now),
            claim -> claim.deliveries().size());
    return throttle.grant(sql, channelId, limit, wanted, now, use);
  }

  private Uni<Claim> claim(
      SqlClient sql,
      String channelId,
      Optional<Opened> opened,
      int wanted,
      Throttle.Grant grant,
      Instant now) {
    Optional<Instant> askAgainAt =
        grant.count() < wanted ? Optional.of(grant.nextAt()) : Optional.empty();
    if (grant.count() == 0) {
      return Uni.createFrom().item(new Claim(opened, List.of(), askAgainAt));
    }
    return lease(sql, channelId, grant.count(), now)
        .map(leased -> new Claim(opened, leased, askAgainAt));
  }

  private Uni<List<Leased>> lease(SqlClient sql, String channelId, int count, Instant now) {
    OffsetDateTime until = SqlTimes.of(now.plus(config.lease()));
    return sql.preparedQuery(LEASE)
        .execute(Tuple.of(channelId, owner, until, SqlTimes.of(now), count))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(this::leased).toList());
  }

  private Leased leased(Row row) {
    return new Leased(
        row.getUUID("id"),
        row.getUUID("notification_id"),
        new Destination(row.getString("channel_id"), row.getString("address")),
        owner,
        row.getInteger("attempts"),
        row.getOffsetDateTime("tried_at").toInstant(),
        row.getString("content"),
        row.getString("traceparent"));
  }
}
