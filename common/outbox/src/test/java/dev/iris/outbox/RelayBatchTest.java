package dev.iris.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.testing.ConfigOf;
import dev.iris.testing.PostgresServer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas' batches on one outbox, each with connections of its own. */
class RelayBatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BATCH = 50;

  private static PostgresServer postgres;
  private static Vertx vertx;
  private static Pool poolOfA;
  private static Pool poolOfB;

  private final Queue<UUID> sent = new ConcurrentLinkedQueue<>();
  private final OutboxConfig config =
      ConfigOf.mapping(
          OutboxConfig.class,
          Map.of(
              "iris.outbox.batch",
              Integer.toString(BATCH),
              "iris.outbox.publish-timeout",
              "500ms"));

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    postgres = PostgresServer.fast(folder);
    postgres.createService("replicas", "secret");
    vertx = Vertx.vertx();
    poolOfA = pool();
    poolOfB = pool();
    try (InputStream migration =
        OutboxConfig.class.getResourceAsStream("/db/outbox/V0_1__outbox.sql")) {
      poolOfA
          .query(new String(migration.readAllBytes(), StandardCharsets.UTF_8))
          .execute()
          .await()
          .atMost(PATIENCE);
    }
  }

  private static Pool pool() {
    PgConnectOptions options =
        PgConnectOptions.fromUri(postgres.reactiveUrl())
            .setUser("replicas")
            .setPassword("secret")
            .setPipeliningLimit(256);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(4))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  @AfterAll
  static void stop() {
    poolOfA.closeAndAwait();
    poolOfB.closeAndAwait();
    vertx.closeAndAwait();
    postgres.close();
  }

  @BeforeEach
  void queue() {
    poolOfA.query("truncate outbox").execute().await().atMost(PATIENCE);
    poolOfA
        .query(
            "insert into outbox (event_id, stream, payload) select gen_random_uuid(), 's', '{}' from generate_series(1, 1000)")
        .execute()
        .await()
        .atMost(PATIENCE);
  }

  private RelayBatch batch(Pool pool, Function<DueEvent, Uni<Void>> send) {
    return new RelayBatch(
        pool, event -> send.apply(event).invoke(() -> sent.add(event.eventId())), config);
  }

  private static Uni<Integer> untilNothingIsDue(RelayBatch batch) {
    return batch
        .publish()
        .flatMap(
            outcome ->
                outcome.claimed() == 0
                    ? Uni.createFrom().item(0)
                    : untilNothingIsDue(batch).map(rest -> rest + outcome.published()));
  }

  private static long unpublished() {
    return poolOfA
        .query("select count(*) from outbox where published_at is null")
        .execute()
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void shouldShareTheWorkOfReplicasAndPublishEachOnce() {
    CountDownLatch otherIsAtWork = new CountDownLatch(1);
    // The first replica's sends wait until the second one sends: both are in the middle of a batch
    // at the same time.
    RelayBatch a =
        batch(
            poolOfA,
            event ->
                Uni.createFrom()
                    .voidItem()
                    .emitOn(command -> new Thread(() -> after(otherIsAtWork, command)).start()));
    RelayBatch b =
        batch(poolOfB, event -> Uni.createFrom().voidItem().invoke(otherIsAtWork::countDown));

    List<Integer> published =
        Uni.join()
            .all(untilNothingIsDue(a), untilNothingIsDue(b))
            .andFailFast()
            .await()
            .atMost(PATIENCE);

    assertThat(published).allSatisfy(count -> assertThat(count).isPositive());
    assertThat(published.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
    assertThat(sent).hasSize(1000).doesNotHaveDuplicates();
    assertThat(unpublished()).isZero();
  }

  private static void after(CountDownLatch latch, Runnable command) {
    try {
      latch.await();
      command.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldMarkWhatWasConfirmedAndReleaseTheRestWhenRedisHangs() {
    int[] number = new int[1];
    RelayBatch hanging =
        batch(
            poolOfA,
            event ->
                number[0]++ % 2 == 0 ? Uni.createFrom().voidItem() : Uni.createFrom().nothing());

    RelayBatch.Outcome outcome = hanging.publish().await().atMost(PATIENCE);

    assertThat(outcome.claimed()).isEqualTo(BATCH);
    assertThat(outcome.published()).isEqualTo(BATCH / 2);
    assertThat(outcome.failure()).isNotNull();
    assertThat(unpublished()).isEqualTo(1000 - BATCH / 2);
    RelayBatch other = batch(poolOfB, event -> Uni.createFrom().voidItem());
    assertThat(untilNothingIsDue(other).await().atMost(PATIENCE)).isEqualTo(1000 - BATCH / 2);
  }

  @Test
  void shouldKeepWhatRedisRefused() {
    RelayBatch refused =
        batch(poolOfA, event -> Uni.createFrom().failure(new IllegalStateException("OOM")));

    RelayBatch.Outcome outcome = refused.publish().await().atMost(PATIENCE);

    assertThat(outcome.published()).isZero();
    assertThat(outcome.failure()).hasMessage("OOM");
    assertThat(unpublished()).isEqualTo(1000);
  }
}
