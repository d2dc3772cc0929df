package dev.iris.outbox;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** Removes rows that were kept long enough, in small steps; replicas do not get in each other's way. */
@Singleton
final class Housekeeping {

  private static final String PRUNE_OUTBOX =
      """
      delete from outbox where event_id in (
        select event_id from outbox where published_at < clock_timestamp() - make_interval(secs => $1)
        order by published_at limit $2 for update skip locked)""";

  /** By the primary key: an id is as old as its event, and an event is taken in after it was made. */
  private static final String PRUNE_INBOX =
      """
      delete from inbox where (event_id, handler) in (
        select event_id, handler from inbox
        where event_id < $3 and received_at < clock_timestamp() - make_interval(secs => $1)
        order by event_id limit $2 for update skip locked)""";

  private static final String PRUNE_POISON =
      """
      delete from poison where id in (
        select id from poison where replayed_at < clock_timestamp() - make_interval(secs => $1)
        limit $2 for update skip locked)""";

  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Pool pool;
  private final Background background;
  private final OutboxConfig config;

  Housekeeping(Pool pool, Background background, OutboxConfig config) {
    this.pool = pool;
    this.background = background;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    background.every(config.pruneInterval(), "the outbox' housekeeping", this::prune);
  }

  /** Removes all that is due. */
  Uni<Void> prune() {
    return steps(() -> step(PRUNE_OUTBOX, age(config.retention())))
        .chain(
            () ->
                steps(
                    () ->
                        step(
                            PRUNE_INBOX,
                            age(config.inboxRetention())
                                .addUUID(firstIdAt(config.inboxRetention())))))
        .chain(() -> steps(() -> step(PRUNE_POISON, age(config.replayedPoisonRetention()))))
        .ifNoItem()
        .after(TIMEOUT)
        .fail();
  }

  private Uni<Void> steps(Supplier<Uni<Integer>> step) {
    return step.get()
        .flatMap(
            removed -> removed < config.pruneStep() ? Uni.createFrom().voidItem() : steps(step));
  }

  private Uni<Integer> step(String delete, Tuple values) {
    return pool.preparedQuery(delete).execute(values).map(RowSet::rowCount);
  }

  private Tuple age(Duration retention) {
    return Tuple.of((double) retention.toSeconds(), config.pruneStep());
  }

  /** Below all UUIDv7 that are made from that time on. */
  private static UUID firstIdAt(Duration ago) {
    return new UUID(Instant.now().minus(ago).toEpochMilli() << 16, 0);
  }
}
