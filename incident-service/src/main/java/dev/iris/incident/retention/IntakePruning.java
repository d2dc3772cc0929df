package dev.iris.incident.retention;

import dev.iris.outbox.Pruning;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Removes webhooks with their occurrences, the oldest first, and adds them to the ledger's hours. What was not taken up stays,
 * however old.
 */
final class IntakePruning {

  /**
   * Arrays make PostgreSQL go by the primary keys, however it estimates. A webhook may hold thousands of alerts: the step ends
   * early then.
   */
  private static final String STEP =
      """
      with old as materialized (
        select id from (
          select id, alert_count, sum(alert_count) over (order by received_at, id) as alerts
          from (
            select id, received_at, alert_count from intake
            where received_at < $1 and taken_at is not null
              and (select count(*) < $4 from (select from intake where taken_at is null limit $4) queued)
            order by received_at limit $2) few) summed
        where alerts - alert_count < $3),
      gone_intake as (
        delete from intake where id = any(array(select id from old))
        returning id, source, received_at, alert_count),
      gone_occurrence as (
        delete from occurrence where intake_id = any(array(select id from gone_intake))
        returning intake_id, outcome),
      sums as (
        select date_trunc('hour', received_at, 'UTC') as hour, source, 'received' as figure, '' as name, sum(alert_count) as n
        from gone_intake group by 1, 2
        union all
        select date_trunc('hour', i.received_at, 'UTC'), i.source, 'occurrence', o.outcome, count(*)
        from gone_occurrence o join gone_intake i on i.id = o.intake_id group by 1, 2, 4),
      rolled_up as (
        insert into ledger_hour (hour, source, figure, name, n)
        select * from sums order by hour, source, figure, name
        on conflict (hour, source, figure, name) do update set n = ledger_hour.n + excluded.n)
      select (select count(*) from gone_intake) as intake, (select count(*) from gone_occurrence) as occurrence
      """;

  /** A few times what 500 webhooks of an Alertmanager hold. */
  private static final int MOST_ALERTS = 5_000;

  /** An occurrence is as old as its webhook. */
  private static final Map<String, String> OLDEST =
      Map.of("intake", "select min(received_at) from intake");

  private IntakePruning() {}

  static Pruning of(RetentionConfig config, Clock clock) {
    return new Pruning(
        "webhooks",
        STEP,
        () ->
            Tuple.of(
                clock.instant().minus(config.intake()).atOffset(ZoneOffset.UTC),
                (long) config.intakeStep(),
                (long) MOST_ALERTS,
                (long) config.busyBacklog()),
        OLDEST);
  }
}
