package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static dev.iris.outbox.OutboxScenario.newSource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.OtlpSink;
import dev.iris.testing.OtlpSink.SeenSpan;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a collector gets to see: one tree per request, through the batching relay, and nothing of the relay's own turning. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(value = RelayTraceTest.Collector.class, restrictToAnnotatedClass = true)
class RelayTraceTest {

  @Inject OutboxScenario scenario;

  @Inject OpenTelemetry openTelemetry;

  @Nullable OtlpSink sink;

  /** Tells the exporter where the sink is. */
  public static final class Collector implements QuarkusTestResourceLifecycleManager {

    private final OtlpSink sink = OtlpSink.start();

    @Override
    public Map<String, String> start() {
      return Map.of(
          "iris.otlp.endpoint",
          sink.endpoint(),
          "iris.otlp.protocol",
          "http/protobuf",
          "quarkus.otel.bsp.schedule.delay",
          "100ms");
    }

    @Override
    public void inject(Object test) {
      ((RelayTraceTest) test).sink = sink;
    }

    @Override
    public void stop() {
      sink.close();
    }
  }

  @Test
  void shouldExportOneTreeForEachRequest() {
    String first = request();
    String second = request();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertTree(first);
              assertTree(second);
            });
    assertThat(spans())
        .filteredOn(span -> !Set.of(first, second).contains(span.traceId()))
        .filteredOn(span -> !ofTheConnector(span) && !ofThisTest(span))
        .isEmpty();
  }

  private static boolean ofTheConnector(SeenSpan span) {
    return span.name().startsWith("x");
  }

  /** The test's thread is no Vert.x context, as a request's is: what it asks of PostgreSQL is not traced as its own. */
  private static boolean ofThisTest(SeenSpan span) {
    return span.name().endsWith(" effect") || span.name().equals("INSERT outbox");
  }

  private void assertTree(String traceId) {
    List<SeenSpan> tree = spans().stream().filter(span -> span.traceId().equals(traceId)).toList();
    Set<String> ids = tree.stream().map(SeenSpan::spanId).collect(Collectors.toSet());
    assertThat(tree).extracting(SeenSpan::kind).contains("PRODUCER", "CONSUMER");
    assertThat(tree)
        .filteredOn(span -> span.parentId() == null)
        .extracting(SeenSpan::name)
        .containsExactly("request");
    assertThat(tree)
        .filteredOn(span -> span.parentId() != null)
        .allSatisfy(span -> assertThat(ids).contains(span.parentId()));
  }

  private List<SeenSpan> spans() {
    return sink == null ? List.of() : sink.spans();
  }

  private String request() {
    Span span = openTelemetry.getTracer("test").spanBuilder("request").setNoParent().startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertThat(scope).isNotNull();
      String source = newSource();
      scenario.publish(source, 1);
      scenario.awaitEffects(source, 1);
    } finally {
      span.end();
    }
    return span.getSpanContext().getTraceId();
  }
}
