package dev.iris.notifier.storm;

import dev.iris.notifier.rendering.NewsCount;
import dev.iris.notifier.storm.StormPolicy.Verdict;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Storms in rows that all replicas share. Surveys are made by the holder of the channel's throttle lock only: so two replicas never
 * tell of one storm at once, and never more often than its gaps allow.
 */
@ApplicationScoped
public class Storms {

  /**
   * Goes from place to place through the index of what waits; the rows of a place are counted only if its storm, if it has one,
   * may speak.
   */
  private static final String PLACES =
      """
      with recursive place (address, audience_id) as (
        (select address, audience_id from delivery
          where channel_id = $1 and state = 'pending' and audience_id is not null order by address, audience_id limit 1)
        union all
        select following.* from place cross join lateral (
          select d.address, d.audience_id from delivery d
          where d.channel_id = $1 and d.state = 'pending' and d.audience_id is not null
            and (d.address, d.audience_id) > (place.address, place.audience_id)
          order by d.address, d.audience_id limit 1) following)
      select p.address, p.audience_id, s.id, s.began_at, s.told_at, s.next_at, s.busy_until, s.messages, s.told,
        w.messages as waiting_messages, w.news as waiting_news, w.largest as waiting_largest, w.oldest as waiting_oldest,
        r.messages as recent_messages, r.news as recent_news, r.largest as recent_largest, r.oldest as recent_oldest
      from place p
      left join storm s on s.channel_id = $1 and s.address = p.address and s.audience_id = p.audience_id
      left join lateral (
        select count(*) as messages, sum(d.news) as news, max(d.news) as largest, min(d.created_at) as oldest from delivery d
        where d.channel_id = $1 and d.address = p.address and d.audience_id = p.audience_id and d.state = 'pending'
          and d.next_attempt_at <= $2 and (d.lease_until is null or d.lease_until <= $2)
          and (s.id is null or greatest(s.next_at, s.busy_until) <= $2)) w on true
      left join lateral (
        select count(*) as messages, sum(d.news) as news, max(d.news) as largest, min(d.created_at) as oldest from delivery d
        where d.channel_id = $1 and d.address = p.address and d.audience_id = p.audience_id and d.created_at > $3
          and w.messages > 0) r on true""";

  private static final String SAVE =
      """
      insert into storm (channel_id, address, audience_id, id, began_at, told_at, next_at, busy_until, messages, told)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
        $8::timestamptz[], $9::integer[], $10::text[])
      on conflict (channel_id, address, audience_id) do update set id = excluded.id, began_at = excluded.began_at,
        told_at = excluded.told_at, next_at = excluded.next_at, busy_until = excluded.busy_until, messages = excluded.messages,
        told = excluded.told""";

  private static final String END = "delete from storm where id = any($1)";

  private static final String ACCEPTED =
      "update storm set busy_until = null, told = $2 where id = $1";

  private static final String FREE = "update storm set busy_until = null where id = $1";

  private final StormPolicy policy;

  Storms(StormConfig config) {
    this.policy = new StormPolicy(config);
  }

  /**
   * How the places of a channel are to be told now.
   *
   * @param calm where each message goes by itself
   * @param due storms of which one message is to be told now; at most as many as messages may be sent
   * @param nextAt when another storm wants to tell, if one waits
   */
  public record Survey(List<Place> calm, List<Storm> due, Optional<Instant> nextAt) {}

  /** What waits at a place. */
  private record Waiting(Place place, Optional<Storm> storm, Load waiting, Load recent) {}

  /**
   * Looks at all places of a channel where something waits; storms begin and end by it, and those that are due count as told.
   *
   * @param tokens how many messages may be sent now
   * @param room how many the rate limit lets through within the window
   * @param leaseUntil until then the due ones are on their way
   */
  public Uni<Survey> survey(
      SqlClient sql, String channelId, int tokens, int room, Instant now, Instant leaseUntil) {
    Instant since = now.minus(policy.window());
    return sql.preparedQuery(PLACES)
        .execute(Tuple.of(channelId, time(now), time(since)))
        .chain(
            rows -> {
              Forecast forecast = new Forecast(tokens, room, now, leaseUntil);
              rows.forEach(row -> forecast.add(waiting(channelId, row)));
              return forecast.store(sql);
            });
  }

  /** A message of a storm was accepted. */
  public Uni<Void> accepted(SqlClient sql, Storm storm, NewsCount told) {
    return sql.preparedQuery(ACCEPTED)
        .execute(Tuple.of(storm.id(), storm.told().plus(told).json()))
        .replaceWithVoid();
  }

  /** A message of a storm was not accepted: the next one need not wait for it any more. */
  public Uni<Void> free(SqlClient sql, Storm storm) {
    return sql.preparedQuery(FREE).execute(Tuple.of(storm.id())).replaceWithVoid();
  }

  /** The window over which news are counted. */
  public Duration window() {
    return policy.window();
  }

  /** A survey in the making. */
  private final class Forecast {

    private final int tokens;
    private final int room;
    private final Instant now;
    private final Instant leaseUntil;
    private final List<Place> calm = new ArrayList<>();
    private final List<Storm> ready = new ArrayList<>();
    private final List<Storm> begun = new ArrayList<>();
    private final List<Storm> later = new ArrayList<>();
    private final List<UUID> over = new ArrayList<>();

    Forecast(int tokens, int room, Instant now, Instant leaseUntil) {
      this.tokens = tokens;
      this.room = room;
      this.now = now;
      this.leaseUntil = leaseUntil;
    }

    void add(Waiting at) {
      boolean silent = at.storm().filter(storm -> now.isBefore(storm.opensAt())).isPresent();
      if (at.waiting().messages() == 0 && !silent) {
        return;
      }
      switch (policy.judge(at.place(), at.storm(), at.waiting(), at.recent(), room, now)) {
        case Verdict.OneByOne calmed -> {
          calm.add(at.place());
          at.storm().map(Storm::id).ifPresent(over::add);
        }
        case Verdict.Together(Storm storm) -> ready.add(storm);
        case Verdict.Later(Storm storm) -> {
          later.add(storm);
          if (at.storm().filter(storm::equals).isEmpty()) {
            begun.add(storm);
          }
        }
      }
    }

    Uni<Survey> store(SqlClient sql) {
      List<Storm> due =
          ready.stream()
              .sorted(Comparator.comparing(Storm::nextAt))
              .limit(tokens)
              .map(storm -> storm.telling(now, policy.gapAfter(storm.messages() + 1), leaseUntil))
              .toList();
      List<Storm> changed = new ArrayList<>(begun);
      changed.addAll(due);
      Optional<Instant> nextAt = later.stream().map(Storm::opensAt).min(Comparator.naturalOrder());
      return end(sql)
          .chain(() -> save(sql, changed))
          .replaceWith(new Survey(List.copyOf(calm), due, nextAt));
    }

    private Uni<Void> end(SqlClient sql) {
      return over.isEmpty()
          ? Uni.createFrom().voidItem()
          : sql.preparedQuery(END)
              .execute(Tuple.tuple().addArrayOfUUID(over.toArray(UUID[]::new)))
              .replaceWithVoid();
    }
  }

  private static Uni<Void> save(SqlClient sql, List<Storm> storms) {
    if (storms.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple values =
        Columns.of(storms)
            .texts(storm -> storm.place().channelId())
            .texts(storm -> storm.place().address())
            .texts(storm -> storm.place().audienceId())
            .ids(Storm::id)
            .times(Storm::beganAt)
            .times(Storm::toldAt)
            .times(Storm::nextAt)
            .times(storm -> storm.busyUntil().orElse(null))
            .numbers(Storm::messages)
            .texts(storm -> storm.told().json())
            .parameters();
    return sql.preparedQuery(SAVE).execute(values).replaceWithVoid();
  }

  private static Waiting waiting(String channelId, Row row) {
    Place place = new Place(channelId, row.getString("address"), row.getString("audience_id"));
    return new Waiting(place, storm(place, row), load(row, "waiting_"), load(row, "recent_"));
  }

  private static Optional<Storm> storm(Place place, Row row) {
    return row.getUUID("id") == null
        ? Optional.empty()
        : Optional.of(
            new Storm(
                row.getUUID("id"),
                place,
                row.getOffsetDateTime("began_at").toInstant(),
                row.getOffsetDateTime("told_at").toInstant(),
                row.getOffsetDateTime("next_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("busy_until"))
                    .map(OffsetDateTime::toInstant),
                row.getInteger("messages"),
                NewsCount.ofJson(row.getString("told"))));
  }

  private static Load load(Row row, String which) {
    return row.getLong(which + "messages") == 0
        ? Load.NONE
        : new Load(
            row.getLong(which + "messages"),
            row.getLong(which + "news"),
            row.getInteger(which + "largest"),
            row.getOffsetDateTime(which + "oldest").toInstant());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
