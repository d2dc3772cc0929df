package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static dev.iris.outbox.OutboxScenario.event;
import static dev.iris.outbox.OutboxScenario.newSource;
import static dev.iris.outbox.OutboxScenario.redis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iris.events.Event;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the commit of one service to the effects in another. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
class OutboxTest {

  @Inject Transactions transactions;

  @Inject OutboxScenario scenario;

  @Inject OpenTelemetry openTelemetry;

  @Test
  void shouldCarryAnEventWithItsPlaceAfterTheCommit() {
    String source = newSource();
    Event event = event(source, 0).event();

    transactions.run(transaction -> transaction.publish(event, 7)).await().atMost(PATIENCE);

    scenario.awaitEffects(source, 1);
    assertThat(scenario.rows("select subject, sequence from effect where source = $1", source))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString(0)).isEqualTo(event.subject());
              assertThat(row.getLong(1)).isEqualTo(7);
            });
  }

  @Test
  void shouldCarryNothingAfterARollback() {
    String source = newSource();
    Uni<Void> failing =
        transactions.run(
            transaction ->
                transaction
                    .publish(event(source, 1).event(), 1)
                    .chain(() -> Uni.createFrom().failure(new Refused())));

    assertThatThrownBy(() -> failing.await().atMost(PATIENCE)).isInstanceOf(Refused.class);

    scenario.awaitAllHandled();
    assertThat(scenario.effects(source)).isZero();
    assertThat(scenario.payloads(source)).isEmpty();
  }

  @Test
  void shouldGoOnWithTheTraceOnTheOtherSide() {
    String first = newSource();
    String second = newSource();
    String traceOfFirst = publishInATrace(first);
    String traceOfSecond = publishInATrace(second);

    scenario.awaitEffects(first, 1);
    scenario.awaitEffects(second, 1);

    String trace = "select trace_id from effect where source = $1";
    assertThat(scenario.rows(trace, first).getFirst().getString(0)).isEqualTo(traceOfFirst);
    assertThat(scenario.rows(trace, second).getFirst().getString(0)).isEqualTo(traceOfSecond);
  }

  private String publishInATrace(String source) {
    Span span = openTelemetry.getTracer("test").spanBuilder("request").setNoParent().startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertThat(scope).isNotNull();
      scenario.publish(source, 1);
    } finally {
      span.end();
    }
    return span.getSpanContext().getTraceId();
  }

  @Test
  void shouldWriteAnEventAndItsRowInOneStatement() {
    String source = newSource();
    OutboxRows rows = OutboxRows.of(List.of(event(source, 1), event(source, 2)));
    String sql =
        "with mine as (insert into effect values ($1, $2, 'own', 0, '')) "
            + OutboxRows.insertSql(3);

    transactions
        .runStatement(sql, rows.appendTo(Tuple.of(rows.eventIds().getFirst(), source + "-own")))
        .await()
        .atMost(PATIENCE);

    scenario.awaitEffects(source, 2);
    assertThat(scenario.effects(source + "-own")).isEqualTo(1);
  }

  @Test
  void shouldHaveTheEffectsOfARepeatedEventOnce() {
    String source = newSource();
    scenario.publish(source, 1);
    scenario.awaitEffects(source, 1);
    String payload = scenario.payloads(source).getFirst();

    redis().command("XADD", OutboxScenario.STREAM, "*", "payload", payload);
    redis().command("XADD", OutboxScenario.STREAM, "*", "payload", payload);

    scenario.awaitAllHandled();
    assertThat(scenario.effects(source)).isEqualTo(1);
  }

  @Test
  void shouldTellWhatWaits() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(io.restassured.RestAssured.get("/q/metrics").asString())
                    .containsPattern("iris_outbox_unpublished(\\{.*})? 0\\.0")
                    .containsPattern("iris_outbox_oldest_unpublished_seconds(\\{.*})? 0\\.0")
                    .containsPattern("iris_poison_open(\\{.*})? \\d"));
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
