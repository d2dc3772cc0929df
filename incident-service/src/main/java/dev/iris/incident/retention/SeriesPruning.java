package dev.iris.incident.retention;

import dev.iris.outbox.Pruning;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Removes series that have no incident any more and were not seen for as long, and periods of which only the end was ever heard.
 * No index leads there, as one on the time of the last alert would have to be written with each alert: they are walked through
 * as incidents are.
 */
final class SeriesPruning {

  private static final String STEP =
      """
      with page as materialized (
        select id from series where id > (select after from retention_walk where name = 'series') and id < $2::uuid order by id limit $3),
      gone_episode as (
        delete from episode
        where series_id = any(array(select id from page)) and incident_id is null and ended_at is not null and id < $2::uuid
        returning 1),
      gone_series as (
        delete from series where id = any(array(
          select s.id from series s
          where s.id = any(array(select id from page)) and s.last_seen_at < $1
            and not exists (select from incident i where i.series_id = s.id)
            and not exists (select from episode e where e.series_id = s.id)
          for update skip locked))
        returning 1),
      walked as (
        update retention_walk
        set after = coalesce((select id from page order by id desc limit 1), '00000000-0000-0000-0000-000000000000')
        where name = 'series')
      select (select count(*) from gone_series) as series, (select count(*) from gone_episode) as episode
      """;

  private static final long PAGE = 500;

  private SeriesPruning() {}

  static Pruning of(RetentionConfig config, Clock clock) {
    return new Pruning(
        "series",
        STEP,
        () -> {
          Instant until = clock.instant().minus(config.incidents());
          return Tuple.of(until.atOffset(ZoneOffset.UTC), FirstId.at(until), PAGE);
        },
        Map.of());
  }
}
