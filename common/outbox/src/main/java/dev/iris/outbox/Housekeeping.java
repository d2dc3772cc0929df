package dev.iris.outbox;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Has rows removed that were kept long enough. */
@Singleton
final class Housekeeping {

  private static final String PRUNE_OUTBOX =
      """
      with gone as (
        delete from outbox where event_id = any(array(
          select event_id from outbox where published_at < clock_timestamp() - make_interval(secs => $1)
          order by published_at limit $2))
        returning 1)
      select count(*) as outbox from gone""";

  /** By the primary key: an id is as old as its event, and an event is taken in after it was made. */
  private static final String PRUNE_INBOX =
      """
      with old as materialized (
        select event_id, handler from inbox
        where event_id < $3 and received_at < clock_timestamp() - make_interval(secs => $1)
        order by event_id limit $2),
      gone as (
        delete from inbox where event_id = any(array(select event_id from old))
          and (event_id, handler) in (select event_id, handler from old)
        returning 1)
      select count(*) as inbox from gone""";

  private static final String PRUNE_POISON =
      """
      with gone as (
        delete from poison where id in (
          select id from poison where replayed_at < clock_timestamp() - make_interval(secs => $1)
          limit $2)
        returning 1)
      select count(*) as poison from gone""";

  private final Pruner pruner;
  private final OutboxConfig config;

  Housekeeping(Pruner pruner, OutboxConfig config) {
    this.pruner = pruner;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    prunings().forEach(pruning -> pruner.every(config.pruneInterval(), pruning));
  }

  List<Pruning> prunings() {
    return List.of(
        new Pruning(
            "published events",
            PRUNE_OUTBOX,
            () -> age(config.retention()),
            Map.of("outbox", "select min(published_at) from outbox")),
        new Pruning(
            "ids of taken events",
            PRUNE_INBOX,
            () -> age(config.inboxRetention()).addUUID(firstIdAt(config.inboxRetention())),
            Map.of(
                "inbox",
                "select min(received_at) from (select received_at from inbox order by event_id limit 1) first")),
        new Pruning(
            "replayed poison",
            PRUNE_POISON,
            () -> age(config.replayedPoisonRetention()),
            Map.of()));
  }

  private Tuple age(Duration retention) {
    return Tuple.of((double) retention.toSeconds(), config.pruneStep());
  }

  /** Below all UUIDv7 that are made from that time on. */
  private static UUID firstIdAt(Duration ago) {
    return new UUID(Instant.now().minus(ago).toEpochMilli() << 16, 0);
  }
}
