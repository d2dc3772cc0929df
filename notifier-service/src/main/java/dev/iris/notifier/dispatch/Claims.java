package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.channel.ChannelDirectory.Opened;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.channel.PeopleChannel;
import dev.iris.notifier.storm.Storms;
import dev.iris.notifier.storm.Storms.Survey;
import dev.iris.notifier.throttle.Throttle;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Decides what of a channel's due deliveries this replica sends now: as far as the rate limit allows, and together in a storm. */
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

  private final Pool pool;
  private final ChannelDirectory channels;
  private final ChannelKinds kinds;
  private final Throttle throttle;
  private final Storms storms;
  private final Leases leases;

  Claims(
      Pool pool,
      ChannelDirectory channels,
      ChannelKinds kinds,
      Throttle throttle,
      Storms storms,
      Leases leases) {
    this.pool = pool;
    this.channels = channels;
    this.kinds = kinds;
    this.throttle = throttle;
    this.storms = storms;
    this.leases = leases;
  }

  /**
   * What is to be sent.
   *
   * @param channel empty if it does not exist any more
   * @param askAgainAt when more may be sent than now, if something keeps it from being sent now
   */
  record Claim(Optional<Opened> channel, List<Message> messages, Optional<Instant> askAgainAt) {}

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

  /** Leases what at most {@code wanted} messages of one channel tell. */
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
      // They are leased only to fail, so no limit applies, and nobody reads them.
      return leases
          .any(sql, channelId, wanted, now)
          .map(leased -> new Claim(opened, leased, Optional.empty()));
    }
    Channel channel = usable.get();
    boolean people = kinds.of(channel) instanceof PeopleChannel;
    Throttle.Use<Claim> use =
        new Throttle.Use<>(
            grant -> granted(sql, opened, channel.id(), people, wanted, grant, now),
            claim -> claim.messages().size());
    return throttle.grant(sql, channelId, channel.rateLimit(), wanted, storms.window(), now, use);
  }

  private Uni<Claim> granted(
      SqlClient sql,
      Optional<Opened> opened,
      String channelId,
      boolean people,
      int wanted,
      Throttle.Grant grant,
      Instant now) {
    Optional<Instant> opensAt =
        grant.count() < wanted ? Optional.of(grant.nextAt()) : Optional.empty();
    if (grant.count() == 0) {
      return Uni.createFrom().item(new Claim(opened, List.of(), opensAt));
    }
    if (!people) {
      return leases
          .any(sql, channelId, grant.count(), now)
          .map(leased -> new Claim(opened, leased, opensAt));
    }
    return storms
        .survey(sql, channelId, grant.count(), grant.room(), now, leases.until(now))
        .chain(survey -> surveyed(sql, opened, channelId, survey, grant, opensAt, now));
  }

  private Uni<Claim> surveyed(
      SqlClient sql,
      Optional<Opened> opened,
      String channelId,
      Survey survey,
      Throttle.Grant grant,
      Optional<Instant> opensAt,
      Instant now) {
    Optional<Instant> askAgainAt =
        Stream.concat(opensAt.stream(), survey.nextAt().stream()).min(Instant::compareTo);
    return leases
        .together(sql, survey.due(), now)
        .chain(
            together ->
                leases
                    .at(sql, channelId, survey.calm(), grant.count() - together.size(), now)
                    .map(
                        singles -> {
                          List<Message> messages = new ArrayList<>(together);
                          messages.addAll(singles);
                          return new Claim(opened, messages, askAgainAt);
                        }));
  }
}
