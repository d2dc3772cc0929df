package dev.iris.incident.lifecycle;

import static dev.iris.incident.Scenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
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

    for (int i = 0; i < 3; i++) {
      consumer.on(event).await().atMost(PATIENCE);
    }

    assertThat(
            scenario.count(
                "select count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1",
                source))
        .isEqualTo(1);
  }

  private void takeUpAtOnce(List<String> payloads) {
    List<String> events = payloads.stream().map(this::store).toList();
    Uni.join()
        .all(events.stream().map(consumer::on).toList())
        .andFailFast()
        .await()
        .atMost(PATIENCE);
  }

  private String payload(String groupKey, List<Integer> hosts) {
    Payload payload = Payload.group(groupKey);
    hosts.forEach(host -> payload.firing("HighMemory", "web" + host, start));
    return payload.json();
  }

  /** Stores a webhook behind the relay's back: no stream tells the running consumer of it. */
  private String store(String body) {
    UUID id = Ids.next();
    int alerts = new JsonObject(body).getJsonArray("alerts").size();
    scenario.rows(
        "insert into intake (id, source, received_at, alert_count, group_hash, body) values ($1, $2, now(), $3, 0, $4)",
        id,
        source,
        alerts,
        Buffer.buffer(body));
    return EventJson.write(
        new Envelope(
            Ids.next(), 1, Instant.now(), 1, null, new AlertGroupReceived(id, source, alerts)));
  }
}
