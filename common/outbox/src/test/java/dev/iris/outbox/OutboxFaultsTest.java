package dev.iris.outbox;

import static dev.iris.outbox.OutboxScenario.PATIENCE;
import static dev.iris.outbox.OutboxScenario.newSource;
import static dev.iris.outbox.OutboxScenario.redis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iris.messaging.redis.DependencyUnavailableException;
import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Redis and PostgreSQL go away, come back, or come back empty: nothing is lost and nothing happens twice. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "test"))
@QuarkusTestResource(RedisResource.class)
class OutboxFaultsTest {

  private static final String IDLE_IN_TRANSACTION =
      "select count(*) from pg_stat_activity where usename = 'test' and state = 'idle in transaction'";

  @Inject OutboxScenario scenario;

  @Inject Inbox inbox;

  @Test
  void shouldPublishEverythingAgainWhenRedisLostIt() {
    String source = newSource();
    scenario.publish(source, 250);
    scenario.awaitEffects(source, 250);
    long kept =
        scenario.longs("select count(*) from outbox where stream = $1", OutboxScenario.STREAM);

    redis().flushAll();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(OutboxScenario.streamLength()).isGreaterThanOrEqualTo(kept));
    scenario.awaitAllHandled();
    assertThat(scenario.effects(source)).isEqualTo(250);
    assertThat(redis().command("GET", "iris:epoch:test").trim())
        .isEqualTo(scenario.rows("select epoch::text from outbox_epoch").getFirst().getString(0));
  }

  @Test
  void shouldDeliverWhatRedisLostUnread() {
    String source = newSource();
    scenario.awaitAllHandled();
    // Published, and gone before anybody read it: the stream of another consumer group would look
    // the same.
    scenario.rows(
        """
        with copy as (select gen_random_uuid() as id, payload from outbox where stream = $1 limit 1)
        insert into outbox (event_id, stream, payload, published_at)
        select id, $1, jsonb_set(jsonb_set(payload::jsonb, '{eventId}', to_jsonb(id::text)),
          '{payload,source}', to_jsonb($2::text))::text, clock_timestamp() from copy""",
        OutboxScenario.STREAM,
        source);

    redis().flushAll();

    scenario.awaitEffects(source, 1);
  }

  @Test
  void shouldHoldEventsWhileRedisIsDown() {
    String source = newSource();
    redis().stop();
    try {
      scenario.publish(source, 20);
      assertThat(scenario.effects(source)).isZero();
    } finally {
      redis().start();
    }

    scenario.awaitEffects(source, 20);
  }

  @Test
  void shouldNotHoldATransactionWhileRedisHangs() {
    String source = newSource();
    redis().pause();
    try {
      scenario.publish(source, 20);
      await()
          .atMost(PATIENCE)
          .during(java.time.Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(scenario.longs(IDLE_IN_TRANSACTION)).isZero());
    } finally {
      redis().resume();
    }

    scenario.awaitEffects(source, 20);
  }

  @Test
  void shouldPauseAndNotCountWhilePostgresIsDown() {
    String before = newSource();
    scenario.publish(before, 1);
    scenario.awaitEffects(before, 1);
    String source = newSource();
    String payload =
        scenario
            .payloads(before)
            .getFirst()
            .replace(before, source)
            .replaceFirst("(\"eventId\":\")[^\"]+", "$1" + java.util.UUID.randomUUID());

    PostgresResource.server().stop();
    try {
      assertThatThrownBy(
              () ->
                  inbox
                      .once(
                          payload,
                          "other",
                          (envelope, transaction) -> transaction.publish(java.util.List.of()))
                      .await()
                      .atMost(PATIENCE))
          .isInstanceOf(DependencyUnavailableException.class);
      redis().command("XADD", OutboxScenario.STREAM, "*", "payload", payload);
    } finally {
      PostgresResource.server().start();
    }

    scenario.awaitEffects(source, 1);
  }
}
