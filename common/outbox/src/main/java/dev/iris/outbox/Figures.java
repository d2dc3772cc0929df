package dev.iris.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The metrics of what waits. Every replica tells the same figures of the schema they share: take the maximum, not the sum. */
@Singleton
final class Figures {

  /** Counting stops there: a backlog of millions is not counted every few seconds. */
  private static final int COUNTED = 100_000;

  private static final String TAKE =
      """
      select
        (select count(*) from (select from outbox where published_at is null limit %1$d) waiting),
        (select extract(epoch from clock_timestamp() - queued_at)::float8 from outbox
          where published_at is null order by event_id limit 1),
        (select count(*) from (select from poison where replayed_at is null limit %1$d) open)"""
          .formatted(COUNTED);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Pool pool;
  private final Background background;
  private final OutboxConfig config;
  private volatile Waiting waiting = Waiting.UNKNOWN;

  private record Waiting(double unpublished, double oldestSeconds, double poison) {
    private static final Waiting UNKNOWN = new Waiting(Double.NaN, Double.NaN, Double.NaN);
  }

  Figures(Pool pool, Background background, OutboxConfig config, MeterRegistry meters) {
    this.pool = pool;
    this.background = background;
    this.config = config;
    Gauge.builder("iris.outbox.unpublished", () -> waiting.unpublished())
        .description("Events that wait to be published, counted up to " + COUNTED)
        .register(meters);
    Gauge.builder("iris.outbox.oldest.unpublished", () -> waiting.oldestSeconds())
        .description("How long the first of them waits")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("iris.poison.open", () -> waiting.poison())
        .description(
            "Stream entries that could not be handled and were not replayed, counted up to "
                + COUNTED)
        .register(meters);
  }

  void start(@Observes StartupEvent started) {
    background.every(config.figuresInterval(), "taking the outbox' figures", this::take);
  }

  private Uni<Void> take() {
    return pool.preparedQuery(TAKE)
        .execute()
        .ifNoItem()
        .after(TIMEOUT)
        .fail()
        .invoke(rows -> waiting = waiting(rows.iterator().next()))
        .onFailure()
        .invoke(() -> waiting = Waiting.UNKNOWN)
        .replaceWithVoid();
  }

  private static Waiting waiting(Row row) {
    Double oldest = row.getDouble(1);
    return new Waiting(row.getLong(0), oldest == null ? 0 : oldest, row.getLong(2));
  }
}
