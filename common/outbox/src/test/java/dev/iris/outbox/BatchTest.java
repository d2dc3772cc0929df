package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static dev.iris.outbox.OutboxScenario.event;
import static dev.iris.outbox.OutboxScenario.newSource;
import static dev.iris.outbox.OutboxScenario.redis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that are taken in together: each has its effects once, and none pays for another. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
class BatchTest {

  private static final int EVENTS = 50;

  @Inject OutboxScenario scenario;

  @Inject AlertsConsumer consumer;

  private final List<String> sources =
      Stream.generate(OutboxScenario::newSource).limit(EVENTS).toList();

  @AfterEach
  void repair() {
    consumer.repair();
  }

  @Test
  void shouldTakeInTogetherWhatArrivesTogether() {
    publishAll();

    awaitEffects(sources);
    assertThat(consumer.sizes()).as("sizes of batches").anyMatch(size -> size > 1);
  }

  @Test
  void shouldLetNobodyPayForAPoisonedEvent() {
    String poisoned = sources.get(EVENTS / 2);
    consumer.breakFor(poisoned);

    publishAll();

    awaitEffects(sources.stream().filter(source -> !source.equals(poisoned)).toList());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(poison(poisoned)).isEqualTo(1));
    scenario.awaitAllHandled();
    assertThat(scenario.effects(poisoned)).isZero();
    assertThat(sources.stream().mapToLong(this::poison).sum()).isEqualTo(1);
    assertThat(
            scenario.longs(
                "select deliveries from poison where payload like '%' || $1 || '%'", poisoned))
        .as("deliveries until it was set aside, as the channel is configured")
        .isEqualTo(2);
  }

  @Test
  void shouldSetAsideWhatIsNoEventAndTakeInItsNeighbours() {
    String rubbish = newSource();
    List<String> texts = new ArrayList<>(sources.stream().map(BatchTest::json).toList());
    texts.add(EVENTS / 2, "no event but " + rubbish);

    add(texts);

    awaitEffects(sources);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(poison(rubbish)).isEqualTo(1));
  }

  @Test
  void shouldTakeInOnceWhatIsRepeatedWithinABatch() {
    List<String> texts =
        sources.stream().map(BatchTest::json).flatMap(json -> Stream.of(json, json)).toList();

    add(texts);

    awaitEffects(sources);
    scenario.awaitAllHandled();
    awaitEffects(sources);
  }

  @Test
  void shouldLoseNothingWhenTheConnectionGoesBetweenEffectsAndCommit() {
    consumer.cutOffOnce();

    publishAll();

    awaitEffects(sources);
    assertThat(consumer.isToBeCutOff()).isFalse();
    scenario.awaitAllHandled();
    awaitEffects(sources);
    assertThat(sources.stream().mapToLong(this::poison).sum()).isZero();
  }

  private void publishAll() {
    scenario
        .publish(sources.stream().map(source -> event(source, 1)).toList())
        .await()
        .atMost(PATIENCE);
  }

  /** In one command, so that they are read together. */
  private static void add(List<String> texts) {
    StringBuilder script = new StringBuilder();
    List<String> command = new ArrayList<>(List.of("EVAL", "", "1", OutboxScenario.STREAM));
    for (int i = 1; i <= texts.size(); i++) {
      script.append("redis.call('XADD', KEYS[1], '*', 'payload', ARGV[%d]) ".formatted(i));
      command.add(texts.get(i - 1));
    }
    command.set(1, script.toString());
    redis().command(command.toArray(String[]::new));
  }

  private static String json(String source) {
    return EventJson.write(
        new Envelope(Ids.next(), 1, Instant.now(), 1, null, event(source, 1).event()));
  }

  private void awaitEffects(List<String> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        scenario.rows(
                            "select source from effect where source = any($1)",
                            (Object) expected.toArray(String[]::new)))
                    .extracting(row -> row.getString(0))
                    .containsExactlyInAnyOrderElementsOf(expected));
  }

  private long poison(String text) {
    return scenario.longs("select count(*) from poison where payload like '%' || $1 || '%'", text);
  }
}
