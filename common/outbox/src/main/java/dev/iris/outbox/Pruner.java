package dev.iris.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes what was kept long enough: a small step, a rest, the next step, until nothing is left. A step that takes long, because
 * PostgreSQL has other things to do, is followed by a rest that is as much longer.
 */
@Singleton
public final class Pruner {

  private static final Logger LOG = Logger.getLogger(Pruner.class);

  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  /** At most a tenth of the time is spent in steps. */
  private static final int RESTS_PER_STEP = 9;

  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration REPORT = Duration.ofDays(1);

  /** A statement of its own: the step must see what the former holder of the lock removed. */
  private static final String TURN =
      "select pg_try_advisory_xact_lock(hashtext('iris.pruning ' || $1), hashtext(current_schema()))";

  private final Pool pool;
  private final Background background;
  private final MeterRegistry metrics;

  /** Since the last report, by table. */
  private final Map<String, Long> removed = new ConcurrentHashMap<>();

  Pruner(Pool pool, Background background, MeterRegistry metrics) {
    this.pool = pool;
    this.background = background;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent started) {
    background.every(REPORT, "the report of removed rows", this::report);
  }

  /** Removes all that is due, now and at intervals, and says in metrics how much that was and how old the rest is. */
  public void every(Duration interval, Pruning pruning) {
    Map<String, Instant> oldest = new ConcurrentHashMap<>();
    for (String table : pruning.oldest().keySet()) {
      TimeGauge.builder("iris.retention.oldest", () -> age(oldest.get(table)), TimeUnit.SECONDS)
          .description("Age of the table's oldest row that is removed when it is old enough")
          .tag("table", table)
          .register(metrics);
    }
    background.every(
        interval,
        "removing old " + pruning.name(),
        () -> prune(pruning).chain(() -> look(pruning, oldest)));
  }

  /** Removes all that is due. */
  Uni<Void> prune(Pruning pruning) {
    Executor here = Background.here();
    return Uni.createFrom()
        .deferred(() -> stepAndRest(pruning, here))
        .repeat()
        .whilst(any -> any)
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Boolean> stepAndRest(Pruning pruning, Executor here) {
    long begun = System.nanoTime();
    return step(pruning)
        .chain(
            any -> {
              Uni<Boolean> result = Uni.createFrom().item(any);
              Duration took = Duration.ofNanos(System.nanoTime() - begun);
              return any ? result.onItem().delayIt().by(rest(took)).emitOn(here) : result;
            });
  }

  private static Duration rest(Duration took) {
    Duration rest = took.multipliedBy(RESTS_PER_STEP);
    return rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest;
  }

  /**
   * Removes a few rows, unless another replica is at it.
   *
   * @return whether there were any
   */
  public Uni<Boolean> step(Pruning pruning) {
    return pool.withTransaction(
            sql ->
                sql.preparedQuery(TURN)
                    .execute(Tuple.of(pruning.name()))
                    .chain(
                        turn ->
                            turn.iterator().next().getBoolean(0)
                                ? remove(sql, pruning)
                                : Uni.createFrom().<Optional<Row>>item(Optional.empty())))
        .ifNoItem()
        .after(STEP_TIMEOUT)
        .fail()
        .map(row -> row.isPresent() && count(row.get()));
  }

  private static Uni<Optional<Row>> remove(SqlConnection sql, Pruning pruning) {
    return sql.preparedQuery(pruning.step())
        .execute(pruning.values().get())
        .map(rows -> Optional.of(rows.iterator().next()));
  }

  private boolean count(Row row) {
    boolean any = false;
    for (int column = 0; column < row.size(); column++) {
      long rows = row.getLong(column);
      if (rows > 0) {
        String table = row.getColumnName(column);
        Counter.builder("iris.retention.pruned")
            .description("Rows that were removed because they were old enough")
            .tag("table", table)
            .register(metrics)
            .increment((double) rows);
        removed.merge(table, rows, Long::sum);
        any = true;
      }
    }
    return any;
  }

  private Uni<Void> look(Pruning pruning, Map<String, Instant> oldest) {
    Uni<Void> looked = Uni.createFrom().voidItem();
    for (Map.Entry<String, String> query : pruning.oldest().entrySet()) {
      looked =
          looked
              .chain(() -> pool.preparedQuery(query.getValue()).execute())
              .invoke(
                  rows -> {
                    OffsetDateTime time = rows.iterator().next().getOffsetDateTime(0);
                    if (time == null) {
                      oldest.remove(query.getKey());
                    } else {
                      oldest.put(query.getKey(), time.toInstant());
                    }
                  })
              .replaceWithVoid();
    }
    return looked;
  }

  private static double age(@Nullable Instant oldest) {
    return oldest == null ? 0 : Duration.between(oldest, Instant.now()).toMillis() / 1_000.0;
  }

  private Uni<Void> report() {
    Map<String, Long> sums = new TreeMap<>(removed);
    if (!sums.isEmpty()) {
      sums.forEach((table, rows) -> removed.merge(table, -rows, Long::sum));
      removed.values().removeIf(rows -> rows == 0);
      LOG.infof("old rows removed within a day: %s", sums);
    }
    return Uni.createFrom().voidItem();
  }
}
