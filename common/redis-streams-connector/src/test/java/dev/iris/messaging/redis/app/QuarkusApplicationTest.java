package dev.iris.messaging.redis.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iris.messaging.redis.RedisStreamsConnector;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The connector in Quarkus: its context, its traces, a dead-letter sink of the application's own.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "notes"))
class QuarkusApplicationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject NoteSender sender;
  @Inject Pool pool;

  @Inject
  @Connector(RedisStreamsConnector.NAME)
  RedisStreamsConnector connector;

  @Inject InMemorySpanExporter spans;

  @BeforeEach
  void forget() {
    pool.query("delete from note").execute().await().atMost(PATIENCE);
  }

  @Test
  void shouldLetAHandlerWriteInATransactionUnderTheSendersTrace() {
    String traceId = sender.send("hello").await().atMost(PATIENCE);

    eventually()
        .untilAsserted(
            () -> assertThat(rows("text", "trace_id")).containsExactly(List.of("hello", traceId)));
  }

  @Test
  void shouldSpanSendingAndReceivingInOneTrace() {
    String traceId = sender.send("traced").await().atMost(PATIENCE);

    eventually().untilAsserted(() -> assertThat(spans(traceId, "notes receive")).hasSize(1));
    SpanData sent = spans(traceId, "notes publish").getFirst();
    SpanData received = spans(traceId, "notes receive").getFirst();
    assertThat(received.getParentSpanId()).isEqualTo(sent.getSpanId());
    assertThat(received.getAttributes().asMap().toString()).contains("redis", "readers", "notes");
  }

  @Test
  void shouldLetADeadLetterSinkWriteInATransaction() {
    String traceId = sender.send("poison").await().atMost(PATIENCE);

    eventually().untilAsserted(() -> assertThat(rows("text", "trace_id")).hasSize(1));
    assertThat(rows("text", "trace_id").getFirst().getFirst())
        .isEqualTo("dead after 2: cannot stomach this");
    assertThat(rows("text", "trace_id").getFirst().getLast()).contains(traceId);
  }

  @Test
  void shouldRefuseToStartAChannelWithABadAttributeOrAConsumerTwice() {
    Map<String, String> attributes =
        Map.of("channel-name", "twin", "stream", "notes", "group", "readers", "consumer", "test$1");

    assertThatThrownBy(() -> connector.getPublisher(config(attributes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mp.messaging.incoming.twin.consumer");
    assertThatThrownBy(() -> connector.getPublisher(config(Map.of("channel-name", "twin"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group");
  }

  @Test
  void shouldWriteEachOfManyOnce() {
    List<Uni<String>> sends = IntStream.range(0, 500).mapToObj(i -> sender.send("n" + i)).toList();
    Uni.join().all(sends).andFailFast().await().atMost(PATIENCE);

    eventually()
        .untilAsserted(
            () ->
                assertThat(rows("text"))
                    .filteredOn(row -> row.getFirst().startsWith("n"))
                    .hasSize(500)
                    .doesNotHaveDuplicates());
  }

  private static Config config(Map<String, String> attributes) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(attributes, "test", 100))
        .build();
  }

  private List<SpanData> spans(String traceId, String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getTraceId().equals(traceId) && span.getName().equals(name))
        .toList();
  }

  private List<List<String>> rows(String... columns) {
    List<List<String>> rows = new ArrayList<>();
    for (var row :
        pool.query("select " + String.join(", ", columns) + " from note")
            .execute()
            .await()
            .atMost(PATIENCE)) {
      List<String> values = new ArrayList<>();
      for (String column : columns) {
        values.add(row.getString(column));
      }
      rows.add(values);
    }
    return rows;
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
  }
}
