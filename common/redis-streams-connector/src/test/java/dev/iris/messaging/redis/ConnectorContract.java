package dev.iris.messaging.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.testing.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the connector promises, on whichever Redis a subclass starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectorContract {

  private RedisServer server;
  private TestChannels channels;
  private Streams streams;
  private String stream;

  abstract RedisServer start(Path folder);

  @BeforeAll
  void startRedis(@TempDir Path folder) {
    server = start(folder);
  }

  @AfterAll
  void stopRedis() {
    server.close();
  }

  @BeforeEach
  void openChannels() {
    startAgain();
    channels = new TestChannels(server.url());
    streams = channels.streams();
    stream = "s-" + UUID.randomUUID();
  }

  @AfterEach
  void closeChannels() {
    channels.close();
  }

  @Test
  void shouldHandOverEachEntryOnceInOrderAndAcknowledgeIt() {
    List<String> sent = IntStream.range(0, 200).mapToObj(i -> "p" + i).toList();
    sent.forEach(payload -> streams.add(stream, payload));
    var handler = Recorder.ofSuccess();

    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);

    eventually().untilAsserted(() -> assertThat(handler.payloads()).isEqualTo(sent));
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
  }

  @Test
  void shouldShareTheWorkBetweenConsumersOfAGroup() {
    var first = Recorder.ofSuccess();
    var second = Recorder.ofSuccess();
    TestChannels.handle(channels.incoming(stream, "a", Map.of("count", "1")), first);
    TestChannels.handle(channels.incoming(stream, "b", Map.of("count", "1")), second);

    IntStream.range(0, 200).forEach(i -> streams.add(stream, "p" + i));

    eventually()
        .untilAsserted(
            () -> assertThat(first.payloads().size() + second.payloads().size()).isEqualTo(200));
    assertThat(first.payloads()).isNotEmpty().doesNotContainAnyElementsOf(second.payloads());
    assertThat(second.payloads()).isNotEmpty();
  }

  @Test
  void shouldNotTakeMoreThanIsAskedForAndMayBeInFlight() {
    IntStream.range(0, 100).forEach(i -> streams.add(stream, "p" + i));
    var channel =
        channels.incoming(
            stream, "a", Map.of("max-in-flight", "10", "count", "50", "shutdown-timeout", "50ms"));

    var held = TestChannels.hold(channel, 3);

    eventually().untilAsserted(() -> assertThat(held.getItems()).hasSize(3));
    held.request(90);
    eventually().untilAsserted(() -> assertThat(held.getItems()).hasSize(10));
    always().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isLessThanOrEqualTo(10));
    held.getItems().forEach(Message::ack);
    eventually().untilAsserted(() -> assertThat(held.getItems()).hasSizeGreaterThan(10));
  }

  @Test
  void shouldReadNothingBeforeItIsAsked() {
    streams.add(stream, "p");

    var held =
        TestChannels.hold(channels.incoming(stream, "a", Map.of("shutdown-timeout", "50ms")), 0);

    eventually().untilAsserted(() -> assertThat(streams.consumers(stream, "g")).isEmpty());
    always().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
    held.request(1);
    eventually().untilAsserted(() -> assertThat(held.getItems()).hasSize(1));
  }

  @Test
  void shouldTryAgainAndThenDeadLetterWithTheWholeStory() {
    var handler = Recorder.failing(new IllegalStateException("no good"));
    TestChannels.handle(channels.incoming(stream, "a", Map.of("max-deliveries", "3")), handler);

    String id = streams.add(stream, "p");

    eventually().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isEqualTo(1));
    assertThat(handler.deliveries()).containsExactly(1L, 2L, 3L);
    assertThat(streams.only(stream + ".dead"))
        .containsEntry("payload", "p")
        .containsEntry("dead-letter-reason", "no good")
        .containsEntry("dead-letter-exception", IllegalStateException.class.getName())
        .containsEntry("dead-letter-stream", stream)
        .containsEntry("dead-letter-entry-id", id)
        .containsEntry("dead-letter-group", "g")
        .containsEntry("dead-letter-consumer", "a")
        .containsEntry("dead-letter-deliveries", "3")
        .containsKey("dead-letter-time");
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
  }

  @Test
  void shouldGoOnWithOthersWhileAFailedEntryWaits() {
    var handler =
        new Recorder(
            payload ->
                payload.equals("bad")
                    ? Uni.createFrom().failure(new IllegalStateException())
                    : Uni.createFrom().voidItem());
    TestChannels.handle(
        channels.incoming(
            stream, "a", Map.of("retry-initial-delay", "20s", "retry-max-delay", "20s")),
        handler);

    streams.add(stream, "bad");
    streams.add(stream, "good");

    eventually().untilAsserted(() -> assertThat(handler.payloads()).containsExactly("bad", "good"));
    assertThat(streams.length(stream + ".dead")).isZero();
  }

  @Test
  void shouldDeadLetterAtOnceWhatCannotBeRetried() {
    var handler =
        Recorder.failing(
            new RuntimeException("wrapped", new NotRetryableException("does not decode")));
    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);

    streams.add(stream, "p");

    eventually().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isEqualTo(1));
    assertThat(handler.payloads()).hasSize(1);
  }

  @Test
  void shouldDeadLetterAtOnceIfTheStrategySaysSo() {
    var handler = Recorder.failing(new IllegalStateException());
    TestChannels.handle(
        channels.incoming(stream, "a", Map.of("failure-strategy", "dead-letter")), handler);

    streams.add(stream, "p");

    eventually().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isEqualTo(1));
    assertThat(handler.payloads()).hasSize(1);
  }

  @Test
  void shouldDeadLetterAnEntryWithoutAPayload() {
    var handler = Recorder.ofSuccess();
    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);

    streams.call(Command.XADD, stream, "*", "other", "x");
    streams.add(stream, "p");

    eventually().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isEqualTo(1));
    eventually().untilAsserted(() -> assertThat(handler.payloads()).containsExactly("p"));
    assertThat(streams.only(stream + ".dead")).containsEntry("other", "x");
  }

  @Test
  void shouldAcknowledgeOnlyAfterTheSinkHasTheLetter() {
    var attempts = new AtomicInteger();
    DeadLetterSink sink =
        letter ->
            attempts.incrementAndGet() < 3
                ? Uni.createFrom().failure(new IllegalStateException("table is away"))
                : Uni.createFrom().voidItem();
    var handler = Recorder.failing(new NotRetryableException("poison"));
    streams.createGroup(stream, "g");
    String id = streams.add(stream, "p");

    TestChannels.handle(channels.incoming(stream, "a", Map.of(), sink), handler);

    eventually().untilAsserted(() -> assertThat(attempts).hasValue(3));
    eventually().untilAsserted(() -> assertThat(streams.deliveries(stream, "g", id)).isZero());
    assertThat(handler.payloads()).hasSize(1);
  }

  @Test
  void shouldLeaveOneDeadLetterWhenTwoConsumersGiveUpTheSameEntry() {
    streams.createGroup(stream, "g");
    String id = streams.add(stream, "poison");
    streams.strand(stream, "g", "dead", 1);
    streams.call(Command.XCLAIM, stream, "g", "dead", "0", id, "RETRYCOUNT", "9", "JUSTID");
    var first = Recorder.ofSuccess();
    var second = Recorder.ofSuccess();

    TestChannels.handle(channels.incoming(stream, "a", Map.of("claim.interval", "10ms")), first);
    TestChannels.handle(channels.incoming(stream, "b", Map.of("claim.interval", "10ms")), second);

    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
    always().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isEqualTo(1));
    assertThat(first.payloads()).isEmpty();
    assertThat(second.payloads()).isEmpty();
  }

  @Test
  void shouldRunSlowWorkOnceHoweverManyReclaim() {
    var handler =
        new Recorder(
            payload -> Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(1_500)));
    var other = Recorder.ofSuccess();
    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);
    streams.add(stream, "slow");
    eventually().untilAsserted(() -> assertThat(handler.payloads()).hasSize(1));

    TestChannels.handle(channels.incoming(stream, "b", Map.of()), other);

    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
    assertThat(handler.payloads()).hasSize(1);
    assertThat(other.payloads()).isEmpty();
  }

  @Test
  void shouldTakeOverWhatADeadConsumerHeld() {
    streams.createGroup(stream, "g");
    List<String> ids = IntStream.range(0, 150).mapToObj(i -> streams.add(stream, "p" + i)).toList();
    streams.strand(stream, "g", "dead", 150);
    var handler = Recorder.ofSuccess();

    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);

    eventually()
        .untilAsserted(
            () -> assertThat(handler.payloads()).hasSize(ids.size()).doesNotHaveDuplicates());
    assertThat(handler.deliveries()).containsOnly(2L);
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
  }

  @Test
  void shouldSettleEntriesThatWereDeletedWhileTheyWerePending() {
    streams.createGroup(stream, "g");
    String gone = streams.add(stream, "gone");
    streams.add(stream, "there");
    streams.strand(stream, "g", "dead", 2);
    streams.call(Command.XDEL, stream, gone);
    var handler = Recorder.ofSuccess();

    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);

    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
    assertThat(handler.payloads()).containsExactly("there");
  }

  @Test
  void shouldBeginWithWhatItHeldBeforeItDied() {
    streams.createGroup(stream, "g");
    IntStream.range(0, 50).forEach(i -> streams.add(stream, "old" + i));
    streams.strand(stream, "g", "a", 50);
    String deleted = streams.add(stream, "deleted");
    streams.strand(stream, "g", "a", 1);
    streams.call(Command.XDEL, stream, deleted);
    streams.add(stream, "new");
    var handler = Recorder.ofSuccess();

    TestChannels.handle(
        channels.incoming(stream, "a", Map.of("claim.interval", "1h", "claim.min-idle", "30m")),
        handler);

    eventually()
        .untilAsserted(
            () ->
                assertThat(handler.payloads()).hasSize(51).doesNotHaveDuplicates().endsWith("new"));
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
  }

  @Test
  void shouldPauseWithoutCountingWhileADependencyIsDown() {
    var down = new AtomicBoolean(true);
    var handler =
        new Recorder(
            payload ->
                down.get()
                    ? Uni.createFrom().failure(new DependencyUnavailableException("no database"))
                    : Uni.createFrom().voidItem());
    TestChannels.handle(channels.incoming(stream, "a", Map.of("max-deliveries", "2")), handler);

    String first = streams.add(stream, "p1");
    streams.add(stream, "p2");

    eventually()
        .untilAsserted(
            () -> assertThat(handler.payloads()).hasSizeGreaterThan(4).containsOnly("p1"));
    eventually().untilAsserted(() -> assertThat(streams.deliveries(stream, "g", first)).isZero());
    down.set(false);
    eventually().untilAsserted(() -> assertThat(handler.payloads()).endsWith("p1", "p2"));
    assertThat(handler.deliveries()).containsOnly(1L);
    assertThat(streams.length(stream + ".dead")).isZero();
  }

  @Test
  void shouldLeaveAnEntryToWhoeverTookItOver() {
    var work = new CompletableFuture<Void>();
    var handler = new Recorder(payload -> Uni.createFrom().completionStage(work));
    TestChannels.handle(channels.incoming(stream, "a", Map.of("claim.interval", "1h")), handler);
    String id = streams.add(stream, "p");
    eventually().untilAsserted(() -> assertThat(handler.payloads()).hasSize(1));

    streams.call(Command.XCLAIM, stream, "g", "other", "0", id);
    var renewals = Duration.ofMillis(500);
    await()
        .pollDelay(renewals)
        .untilAsserted(() -> assertThat(streams.consumers(stream, "g")).containsEntry("other", 1L));
    work.completeExceptionally(new NotRetryableException("too late to matter"));

    always().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isZero());
    assertThat(handler.payloads()).hasSize(1);
  }

  @Test
  void shouldTellWhatItDoes() {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      var handler =
          new Recorder(
              payload ->
                  payload.equals("bad")
                      ? Uni.createFrom().failure(new IllegalStateException())
                      : Uni.createFrom().voidItem());
      TestChannels.handle(channels.incoming(stream, "a", Map.of("max-deliveries", "2")), handler);
      streams.add(stream, "good");
      streams.add(stream, "bad");

      eventually().untilAsserted(() -> assertThat(figure(registry, "dead.lettered")).isEqualTo(1));
      assertThat(figure(registry, "delivered")).isEqualTo(3);
      assertThat(figure(registry, "retried")).isEqualTo(1);
      assertThat(figure(registry, "in.flight")).isZero();
      assertThat(registry.get("redis.streams.ack").tag("stream", stream).timer().count())
          .isEqualTo(1);
      eventually().untilAsserted(() -> assertThat(figure(registry, "pending")).isZero());
      assertThat(figure(registry, "lag"))
          .isEqualTo(Double.valueOf(server.version().startsWith("6.") ? Double.NaN : 0));
    } finally {
      Metrics.removeRegistry(registry);
    }
  }

  @Test
  void shouldMakeDoWithTheDocumentedPermissions() {
    List<String> rule =
        new ArrayList<>(
            List.of(
                "ACL", "SETUSER", "worker", "reset", "on", ">secret", "~" + stream + "*", "-@all"));
    rule.addAll(
        List.of(
            "+hello",
            "+auth",
            "+client|setname",
            "+ping",
            "+xadd",
            "+xreadgroup",
            "+xack",
            "+xautoclaim",
            "+xclaim",
            "+xpending"));
    rule.addAll(List.of("+xrange", "+xinfo", "+xgroup", "+eval"));
    server.command(rule.toArray(String[]::new));
    Set<String> confirmed = ConcurrentHashMap.newKeySet();
    var handler = Recorder.failing(new NotRetryableException("poison"));
    streams.createGroup(stream, "g");
    streams.add(stream, "stranded");
    streams.strand(stream, "g", "gone", 1);

    try (var restricted = new TestChannels("redis://worker:secret@127.0.0.1:" + server.port())) {
      TestChannels.handle(
          restricted.incoming(stream, "a", Map.of("idle-consumer-ttl", "1s")), handler);
      send(restricted.outgoing(stream, Map.of("retain-for", "1d")), 10, confirmed);

      eventually().untilAsserted(() -> assertThat(streams.length(stream + ".dead")).isEqualTo(11));
      eventually()
          .untilAsserted(() -> assertThat(streams.consumers(stream, "g")).containsOnlyKeys("a"));
    }
    assertThat(confirmed).hasSize(10);
  }

  @Test
  void shouldRemoveConsumersThatAreGoneOnceTheyHoldNothing() {
    streams.createGroup(stream, "g");
    streams.add(stream, "p");
    streams.strand(stream, "g", "gone", 1);
    var handler = Recorder.ofSuccess();

    TestChannels.handle(channels.incoming(stream, "a", Map.of("idle-consumer-ttl", "1s")), handler);

    eventually()
        .untilAsserted(() -> assertThat(streams.consumers(stream, "g")).containsOnlyKeys("a"));
    assertThat(handler.payloads()).containsExactly("p");
  }

  @Test
  void shouldGoOnAfterEverythingWasFlushed() {
    var handler = Recorder.ofSuccess();
    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);
    streams.add(stream, "before");
    eventually().untilAsserted(() -> assertThat(handler.payloads()).containsExactly("before"));

    server.flushAll();
    streams.add(stream, "after");

    eventually()
        .untilAsserted(() -> assertThat(handler.payloads()).containsExactly("before", "after"));
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
  }

  @Test
  void shouldMissNothingAfterAFlushThoughItsGroupStartedAtTheEnd() {
    var handler = Recorder.ofSuccess();
    streams.add(stream, "old");
    var attributes =
        Map.of("group-start", "$", "retry-initial-delay", "500ms", "retry-max-delay", "1s");
    TestChannels.handle(channels.incoming(stream, "a", attributes), handler);
    eventually().untilAsserted(() -> assertThat(streams.consumers(stream, "g")).containsKey("a"));

    server.flushAll();
    streams.add(stream, "new");

    eventually().untilAsserted(() -> assertThat(handler.payloads()).containsExactly("new"));
  }

  @Test
  void shouldHandBackWhatItHoldsAndCallForARestartWhenItIsCancelled() {
    IntStream.range(0, 20).forEach(i -> streams.add(stream, "p" + i));
    var channel = channels.incoming(stream, "a", Map.of("shutdown-timeout", "50ms"));
    var held = TestChannels.hold(channel, 1);
    eventually().untilAsserted(() -> assertThat(held.getItems()).hasSize(1));

    held.cancel();

    eventually().untilAsserted(() -> assertThat(channel.health().isLive()).isFalse());
    var successor = Recorder.ofSuccess();
    TestChannels.handle(channels.incoming(stream, "b", Map.of()), successor);
    eventually().untilAsserted(() -> assertThat(successor.payloads()).hasSize(20));
  }

  @Test
  void shouldLoseNothingOverARestartOfRedis() {
    Set<String> confirmed = ConcurrentHashMap.newKeySet();
    var handler =
        new Recorder(
            payload -> Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(2)));
    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);
    var out = channels.outgoing(stream, Map.of("retries", "100"));

    send(out, 1_000, confirmed);
    eventually().untilAsserted(() -> assertThat(handler.payloads()).hasSizeGreaterThan(50));
    server.stop();
    startAgain();

    eventually().untilAsserted(() -> assertThat(confirmed).hasSize(1_000));
    eventually().untilAsserted(() -> assertThat(handler.runs().keySet()).containsAll(confirmed));
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
  }

  @Test
  void shouldKeepAtAcknowledgingUntilRedisIsBack() {
    var work = new CompletableFuture<Void>();
    var handler = new Recorder(payload -> Uni.createFrom().completionStage(work));
    TestChannels.handle(channels.incoming(stream, "a", Map.of()), handler);
    String id = streams.add(stream, "p");
    eventually().untilAsserted(() -> assertThat(handler.payloads()).hasSize(1));

    server.stop();
    work.complete(null);
    always().untilAsserted(() -> assertThat(handler.payloads()).hasSize(1));
    startAgain();

    eventually().untilAsserted(() -> assertThat(streams.deliveries(stream, "g", id)).isZero());
    assertThat(handler.payloads()).hasSize(1);
  }

  @Test
  void shouldBeUnreadyButAliveWhileRedisIsAway() {
    var health = channels.incoming(stream, "a", Map.of());
    assertThat(health.health().isStarted()).isFalse();
    TestChannels.handle(health, Recorder.ofSuccess());
    eventually()
        .untilAsserted(
            () -> assertThat(health.health().isStarted() && health.health().isReady()).isTrue());

    server.stop();

    eventually().untilAsserted(() -> assertThat(health.health().isReady()).isFalse());
    assertThat(health.health().isLive()).isTrue();
    assertThat(health.health().message()).isNotEmpty();
    startAgain();
    eventually().untilAsserted(() -> assertThat(health.health().isReady()).isTrue());
    assertThat(health.health().message()).isEmpty();
  }

  @Test
  void shouldHandBackWhatItHasNotBegunWhenItCloses() {
    var work = new CompletableFuture<Void>();
    var handler = new Recorder(payload -> Uni.createFrom().completionStage(work));
    var channel = channels.incoming(stream, "a", Map.of());
    IntStream.range(0, 20).forEach(i -> streams.add(stream, "p" + i));
    TestChannels.handle(channel, handler);
    eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isEqualTo(20));

    var closed = channel.close().subscribeAsCompletionStage();
    always().untilAsserted(() -> assertThat(closed).isNotDone());
    work.complete(null);

    eventually().untilAsserted(() -> assertThat(closed).isCompleted());
    assertThat(handler.payloads()).hasSize(1);
    assertThat(streams.pending(stream, "g")).isEqualTo(19);
    var successor = Recorder.ofSuccess();
    TestChannels.handle(
        channels.incoming(stream, "b", Map.of("claim.min-idle", "10m", "idle-consumer-ttl", "1h")),
        successor);
    always().untilAsserted(() -> assertThat(successor.payloads()).isEmpty());
    var sameLease = Recorder.ofSuccess();
    TestChannels.handle(channels.incoming(stream, "c", Map.of()), sameLease);
    eventually().untilAsserted(() -> assertThat(sameLease.payloads()).hasSize(19));
    assertThat(sameLease.deliveries()).containsOnly(1L);
  }

  @Test
  void shouldSendWithAllItsMessagesInFlightOnADefaultPool() {
    Set<String> confirmed = ConcurrentHashMap.newKeySet();

    send(channels.outgoing(stream, Map.of()), 2_000, confirmed);

    eventually().untilAsserted(() -> assertThat(confirmed).hasSize(2_000));
    assertThat(streams.length(stream)).isEqualTo(2_000);
  }

  @Test
  void shouldSendAMessageToTheStreamItNames() {
    var acked = new AtomicBoolean();
    Message<String> message =
        Message.of("p")
            .addMetadata(
                OutgoingRedisStreamsMetadata.ofStream(stream + ".other").withField("kind", "k"))
            .withAck(() -> done(acked));

    send(channels.outgoing(stream, Map.of()), Multi.createFrom().item(message));

    eventually().untilAsserted(() -> assertThat(acked).isTrue());
    assertThat(streams.only(stream + ".other"))
        .containsExactly(Map.entry("kind", "k"), Map.entry("payload", "p"));
    assertThat(streams.length(stream)).isZero();
  }

  @Test
  void shouldNackWhatRedisRefusesAndGoOn() {
    streams.call(Command.SET, stream + ".text", "not a stream");
    var nacked = new AtomicBoolean();
    var acked = new AtomicBoolean();
    Message<String> bad =
        Message.of("p")
            .addMetadata(OutgoingRedisStreamsMetadata.ofStream(stream + ".text"))
            .withNack(failure -> done(nacked));
    Message<String> good = Message.of("p").withAck(() -> done(acked));

    send(channels.outgoing(stream, Map.of()), Multi.createFrom().items(bad, good));

    eventually().untilAsserted(() -> assertThat(acked).isTrue());
    assertThat(nacked).isTrue();
  }

  @Test
  void shouldTrimWhatIsOlderThanItIsToKeep() {
    IntStream.range(1, 1_001)
        .forEach(i -> streams.call(Command.XADD, stream, i + "-0", "payload", "ancient"));
    Set<String> confirmed = ConcurrentHashMap.newKeySet();

    send(channels.outgoing(stream, Map.of("retain-for", "1h")), 10, confirmed);

    eventually().untilAsserted(() -> assertThat(confirmed).hasSize(10));
    assertThat(streams.length(stream)).isLessThan(200);
  }

  @Test
  void shouldLoseNothingWhoeverIsKilled() {
    long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
    System.out.printf(
        "shouldLoseNothingWhoeverIsKilled on Redis %s: seed %d%n", server.version(), seed);
    var random = new Random(seed);
    Set<String> confirmed = ConcurrentHashMap.newKeySet();
    var out = channels.outgoing(stream, Map.of());
    var consumers = new ArrayList<>(List.of(consumer("a"), consumer("b")));
    try {
      send(out, 10_000, confirmed);
      for (int kills = 0; kills < 20; kills++) {
        pause(Duration.ofMillis(random.nextInt(200, 1_200)));
        int victim = random.nextInt(consumers.size());
        consumers.get(victim).kill();
        consumers.set(victim, consumer(victim == 0 ? "a" : "b"));
      }

      eventually()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> assertThat(streams.counter(stream + ":effects")).isEqualTo(10_000));
      eventually().untilAsserted(() -> assertThat(streams.pending(stream, "g")).isZero());
    } finally {
      consumers.forEach(ConsumerProcess::close);
    }
    assertThat(confirmed).hasSize(10_000);
    assertThat(streams.length(stream + ".dead")).isZero();
    System.out.printf("%d runs for 10000 effects%n", streams.counter(stream + ":runs"));
  }

  @Test
  void shouldFinishWhatItHasBegunWhenItIsToldToStop() {
    IntStream.range(0, 300).forEach(i -> streams.add(stream, "p" + i));
    try (var consumer = ConsumerProcess.start(server.url(), stream, "a", Duration.ofMillis(30))) {
      eventually()
          .untilAsserted(() -> assertThat(streams.counter(stream + ":runs")).isGreaterThan(10));

      consumer.terminate();
    }

    long runs = streams.counter(stream + ":runs");
    long acknowledged = 300 - streams.pending(stream, "g") - streams.undelivered(stream, "g");
    assertThat(runs).isLessThan(300);
    assertThat(acknowledged).isEqualTo(runs);
    try (var _ = ConsumerProcess.start(server.url(), stream, "b", Duration.ofMillis(1))) {
      eventually()
          .untilAsserted(() -> assertThat(streams.counter(stream + ":effects")).isEqualTo(300));
    }
    assertThat(streams.counter(stream + ":runs")).isEqualTo(300);
  }

  /** Answers only once its data is loaded. */
  private void startAgain() {
    eventually()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              server.start();
              assertThat(server.command("PING")).contains("PONG");
            });
  }

  private Double figure(MeterRegistry registry, String name) {
    return registry
        .get("redis.streams." + name)
        .tag("stream", stream)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  private ConsumerProcess consumer(String name) {
    return ConsumerProcess.start(server.url(), stream, name, Duration.ofMillis(3));
  }

  /** Lets time pass: when to strike is what the test is about. */
  private static void pause(Duration duration) {
    await().pollDelay(duration).until(() -> true);
  }

  private static void send(
      OutgoingRedisStreamsChannel channel, int messages, Set<String> confirmed) {
    send(
        channel,
        Multi.createFrom()
            .range(0, messages)
            .map(
                i ->
                    Message.of("p" + i)
                        .withAck(
                            () -> {
                              confirmed.add("p" + i);
                              return CompletableFuture.completedFuture(null);
                            })));
  }

  @SuppressWarnings("unchecked")
  private static void send(OutgoingRedisStreamsChannel channel, Multi<Message<String>> messages) {
    messages
        .subscribe()
        .withSubscriber(
            (java.util.concurrent.Flow.Subscriber<Message<String>>) channel.subscriber());
  }

  private static CompletableFuture<Void> done(AtomicBoolean flag) {
    flag.set(true);
    return CompletableFuture.completedFuture(null);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }

  /** For what must not happen: holds for a while. */
  private static ConditionFactory always() {
    return await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20));
  }
}
