package dev.iris.incident.retention;

import dev.iris.outbox.Pruning;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Removes resolved incidents of which nothing was heard for long, with all that belongs to them, and adds what had become of
 * their news and deliveries to the ledger's hours. Step by step it looks at one after the other, the oldest first, and then
 * again from the start: some stay for years, and must not keep those behind them.
 */
final class IncidentPruning {

  /**
   * By the time at which Iris heard of things: when an incident was resolved is what a sender says, who may say the year 1. An
   * incident outlives the webhooks that it was made of. A notification goes when nothing of what it tells is left.
   */
  private static final String STEP =
      """
      with page as materialized (
        select id, source, status from incident
        where id > (select after from retention_walk where name = 'incident') and id < $2::uuid
          and (select count(*) < $4 from (select from intake where taken_at is null limit $4) queued)
        order by id limit $3),
      walked as (
        update retention_walk
        set after = coalesce((select id from page order by id desc limit 1), '00000000-0000-0000-0000-000000000000')
        where name = 'incident'),
      old as materialized (
        select id, source from incident
        where status = 'resolved' and id = any(array(
          select id from page where status = 'resolved' and not exists (
            select from transition t where t.incident_id = page.id
              and (t.received_at >= $1 or exists (select from intake where id = t.intake_id)))))
        for update skip locked),
      gone_transition as (
        delete from transition where incident_id = any(array(select id from old))
        returning id, incident_id, kind, received_at),
      gone_decision as (
        delete from decision where transition_id = any(array(select id from gone_transition))
        returning transition_id, current, status, withheld_by),
      gone_item as (
        delete from notification_item where transition_id = any(array(select id from gone_transition))
        returning notification_id),
      gone_notification as (
        delete from notification n where id = any(array(select notification_id from gone_item))
          and not exists (
            select from notification_item k where k.notification_id = n.id
              and k.transition_id not in (select id from gone_transition))
        returning id, source, received_at),
      gone_delivery as (
        delete from delivery where notification_id = any(array(select id from gone_notification))
        returning notification_id, status),
      gone_episode as (
        delete from episode where incident_id = any(array(select id from old)) returning 1),
      gone_incident as (
        delete from incident where id = any(array(select id from old)) returning 1),
      news as (
        select date_trunc('hour', t.received_at, 'UTC') as hour, i.source, t.kind, d.status, d.withheld_by
        from gone_transition t join old i on i.id = t.incident_id
        left join gone_decision d on d.transition_id = t.id and d.current),
      sums as (
        select hour, source, 'news' as figure, status as name, count(*) as n from news where status is not null group by 1, 2, 4
        union all
        select hour, source, 'withheld-by', withheld_by, count(*) from news where withheld_by is not null group by 1, 2, 4
        union all
        select hour, source, 'reminder', '', count(*) from news where kind = 'reminder' group by 1, 2
        union all
        select date_trunc('hour', n.received_at, 'UTC'), n.source, 'delivery', d.status, count(*)
        from gone_delivery d join gone_notification n on n.id = d.notification_id group by 1, 2, 4),
      rolled_up as (
        insert into ledger_hour (hour, source, figure, name, n)
        select * from sums order by hour, source, figure, name
        on conflict (hour, source, figure, name) do update set n = ledger_hour.n + excluded.n)
      select (select count(*) from gone_incident) as incident, (select count(*) from gone_episode) as episode,
        (select count(*) from gone_transition) as transition, (select count(*) from gone_decision) as decision,
        (select count(*) from gone_item) as notification_item, (select count(*) from gone_notification) as notification,
        (select count(*) from gone_delivery) as delivery
      """;

  private static final Map<String, String> OLDEST =
      Map.of("transition", "select min(received_at) from transition");

  private IncidentPruning() {}

  static Pruning of(RetentionConfig config, Clock clock) {
    return new Pruning(
        "incidents",
        STEP,
        () -> {
          Instant until = clock.instant().minus(config.incidents());
          return Tuple.of(
              until.atOffset(ZoneOffset.UTC),
              FirstId.at(until),
              (long) config.incidentStep(),
              (long) config.busyBacklog());
        },
        OLDEST);
  }
}
