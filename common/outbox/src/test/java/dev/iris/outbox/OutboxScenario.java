package dev.iris.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.testing.RedisResource;
import dev.iris.testing.RedisServer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** What the tests do to the outbox and how they look at what came of it. Each test has a source of its own. */
@ApplicationScoped
class OutboxScenario {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String STREAM = "iris.alerts.v1";

  private final Transactions transactions;
  private final Pool pool;

  OutboxScenario(Transactions transactions, Pool pool) {
    this.transactions = transactions;
    this.pool = pool;
  }

  static RedisServer redis() {
    return RedisResource.server();
  }

  static String newSource() {
    return "source-" + UUID.randomUUID();
  }

  static SequencedEvent event(String source, long sequence) {
    return new SequencedEvent(new AlertGroupReceived(UUID.randomUUID(), source, 1), sequence);
  }

  /** Commits events of sequences 1 to count. */
  void publish(String source, int count) {
    List<SequencedEvent> events =
        IntStream.rangeClosed(1, count).mapToObj(number -> event(source, number)).toList();
    publish(events).await().atMost(PATIENCE);
  }

  Uni<Void> publish(List<SequencedEvent> events) {
    return transactions.run(transaction -> transaction.publish(events));
  }

  /** Waits until every event of the source had its effect, and each once. */
  void awaitEffects(String source, int count) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects(source)).isEqualTo(count));
    assertThat(longs("select count(distinct event_id) from effect where source = $1", source))
        .isEqualTo(count);
  }

  /** What the stream held before this is handled afterwards. */
  void awaitAllHandled() {
    String marker = newSource();
    publish(marker, 1);
    awaitEffects(marker, 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(redis().command("XPENDING", STREAM, "test").lines().findFirst())
                    .contains("0"));
  }

  long effects(String source) {
    return longs("select count(*) from effect where source = $1", source);
  }

  long unpublished() {
    return pool.query("select count(*) from outbox where published_at is null")
        .execute()
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getLong(0);
  }

  /** The JSON of what the source published, as it travels. */
  List<String> payloads(String source) {
    return rows("select payload from outbox where payload like '%' || $1 || '%'", source).stream()
        .map(row -> row.getString(0))
        .toList();
  }

  List<Row> rows(String sql, Object... values) {
    var rows =
        pool.preparedQuery(sql).execute(Tuple.from(List.of(values))).await().atMost(PATIENCE);
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  long longs(String sql, Object... values) {
    return rows(sql, values).getFirst().getLong(0);
  }

  static long streamLength() {
    return Long.parseLong(redis().command("XLEN", STREAM).trim());
  }
}
