package dev.iris.incident.lifecycle;

import static dev.iris.incident.Scenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** What several replicas take up at the same moment, without waiting for each other. */
@QuarkusTest
@WithPeers
class ReplicasTest {

  private static final int REPLICAS = 8;

  @Inject Scenario scenario;
  @Inject GroupConsumer consumer;

  private final String source = Scenario.newSource();
  private final Instant start = Instant.now();

  @Test
  void shouldMakeOneIncidentAndOneRequestOfTheSameGroupAtTheSameMoment() {
    takeUpAtOnce(
        IntStream.range(0, REPLICAS).mapToObj(peer -> payload("g", List.of(1, 2, 3))).toList());

    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(3);
    assertThat(scenario.published(NotificationRequested.class, source))
        .singleElement()
        .satisfies(request -> assertThat(request.alerts()).hasSize(3));
  }

  @Test
  void shouldNotLockEachOtherOutOverSeriesThatGroupsShare() {
    List<String> payloads = new ArrayList<>();
    for (int group = 0; group < REPLICAS; group++) {
      List<Integer> hosts = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
      Collections.shuffle(hosts, new Random(group));
      payloads.add(payload("g" + group, hosts));
    }

    takeUpAtOnce(payloads);

    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(200);
    assertThat(
            scenario.count(
                "select count(*) from transition t join incident i on i.id = t.incident_id where i.source = $1",
                source))
        .isEqualTo(200);
  }

  @Test
  void shouldTakeUpAnEventOnce() {
    String event = store(payload("g", List.of(1)));

    new Replica().takeUp(List.of(event, event)).join();
    new Replica().takeUp(List.of(event)).join();

    assertThat(
            scenario.count(
                "select count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1",
                source))
        .isEqualTo(1);
  }

  @Test
  void shouldNotLockEachOtherOutOverBatchesOfTheSameGroupsAndSeries() {
    List<String> bodies =
        IntStream.range(0, 40)
            .mapToObj(group -> payload("g" + group, List.of(group % 7, group % 11, group % 13)))
            .toList();
    List<CompletableFuture<Void>> replicas = new ArrayList<>();
    for (int replica = 0; replica < 4; replica++) {
      List<String> events = new ArrayList<>();
      for (int group = 0; group < bodies.size(); group++) {
        events.add(store(bodies.get(group), group));
      }
      Collections.shuffle(events, new Random(replica));
      replicas.add(new Replica().takeUp(events));
    }

    all(replicas);

    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(13);
    assertThat(
            scenario.count(
                "select count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1",
                source))
        .isEqualTo(4L * 40 * 3);
    assertThat(
            scenario.published(NotificationRequested.class, source).stream()
                .flatMap(request -> request.alerts().stream())
                .map(AlertNews::incidentId))
        .as("each piece of news is told once")
        .hasSize(13)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldTakeUpTheWebhooksOfABatchInTheOrderInWhichTheyWereReceived() {
    Instant end = start.plusSeconds(60);
    String firing = store(Payload.group("g").firing("HighMemory", "web1", start).json(), 1);
    String resolve = store(Payload.group("g").resolved("HighMemory", "web1", start, end).json(), 1);

    new Replica().takeUp(List.of(store(payload("other", List.of(9))), resolve, firing)).join();

    assertThat(
            scenario.rows(
                "select t.kind from transition t join incident i on i.id = t.incident_id where i.source = $1 and i.instance = 'web1' order by t.incident_version",
                source))
        .extracting(row -> row.getString(0))
        .containsExactly("opened", "resolved");
  }

  @Test
  void shouldTakeUpFirstWhatIsStillQueuedOfTheGroupThoughItsEventComesLater() {
    Instant end = start.plusSeconds(60);
    String firing = store(Payload.group("g").firing("HighMemory", "web1", start).json(), 1);
    String resolve = store(Payload.group("g").resolved("HighMemory", "web1", start, end).json(), 1);
    String again =
        store(Payload.group("g").firing("HighMemory", "web1", end.plusSeconds(5)).json(), 1);

    new Replica().takeUp(List.of(again)).join();
    new Replica().takeUp(List.of(resolve)).join();
    new Replica().takeUp(List.of(firing)).join();

    assertThat(kinds()).containsExactly("opened", "resolved", "reopened");
    assertThat(
            scenario.count(
                "select count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1",
                source))
        .isEqualTo(3);
  }

  @Test
  void shouldKeepTheOrderWhenReplicasTakeUpOneGroupAtTheSameMoment() {
    List<String> events = new ArrayList<>();
    for (int period = 0; period < 20; period++) {
      Instant begin = start.plusSeconds(100L * period);
      events.add(store(Payload.group("g").firing("HighMemory", "web1", begin).json(), 1));
      events.add(
          store(
              Payload.group("g")
                  .resolved("HighMemory", "web1", begin, begin.plusSeconds(50))
                  .json(),
              1));
    }

    all(events.reversed().stream().map(event -> new Replica().takeUp(List.of(event))).toList());

    assertThat(kinds()).hasSize(40).containsSequence("resolved", "reopened", "resolved");
  }

  private List<String> kinds() {
    return scenario
        .rows(
            "select t.kind from transition t join incident i on i.id = t.incident_id where i.source = $1 and i.instance = 'web1' order by t.incident_version",
            source)
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void takeUpAtOnce(List<String> payloads) {
    all(payloads.stream().map(payload -> new Replica().takeUp(List.of(store(payload)))).toList());
  }

  private static void all(List<CompletableFuture<Void>> replicas) {
    assertThat(CompletableFuture.allOf(replicas.toArray(CompletableFuture[]::new)))
        .succeedsWithin(PATIENCE);
  }

  /** Takes up events as the consumer of one replica does. */
  private final class Replica implements Subscription {

    private final Subscriber<Message<String>> consumer = ReplicasTest.this.consumer.alerts();

    Replica() {
      consumer.onSubscribe(this);
    }

    /** Done when all are acknowledged. */
    CompletableFuture<Void> takeUp(List<String> events) {
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (String event : events) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        done.add(settled);
        consumer.onNext(
            Message.of(
                event,
                () -> {
                  settled.complete(null);
                  return settled;
                },
                failure -> {
                  settled.completeExceptionally(failure);
                  return settled;
                }));
      }
      return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
    }

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private String payload(String groupKey, List<Integer> hosts) {
    Payload payload = Payload.group(groupKey);
    hosts.forEach(host -> payload.firing("HighMemory", "web" + host, start));
    return payload.json();
  }

  /** Stores a webhook behind the relay's back: no stream tells the running consumer of it. */
  private String store(String body) {
    return store(body, 0);
  }

  private String store(String body, long group) {
    UUID id = Ids.next();
    int alerts = new JsonObject(body).getJsonArray("alerts").size();
    scenario.rows(
        "insert into intake (id, source, received_at, alert_count, group_hash, body) values ($1, $2, clock_timestamp(), $3, $5, $4)",
        id,
        source,
        alerts,
        Buffer.buffer(body),
        group);
    return EventJson.write(
        new Envelope(
            Ids.next(), 1, Instant.now(), 1, null, new AlertGroupReceived(id, source, alerts)));
  }
}
