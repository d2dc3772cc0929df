package dev.iris.incident;

import static dev.iris.incident.Scenario.PATIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.testing.Alertmanager;
import dev.iris.testing.RequiresPeer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Alertmanagers behind one source: three that share what they have sent, and three that can not, so that each posts for
 * itself. However their groups differ, there is one incident, and one request to tell the audience of each transition.
 */
@QuarkusTest
@WithPeers
@RequiresPeer("prometheus-alertmanager")
class PeersTest {

  private static final Duration LONGER_THAN_AN_INTERVAL = Duration.ofSeconds(3);

  @Inject Scenario scenario;
  @TestHTTPResource URI service;

  private final String source = Scenario.newSource();
  private final Instant start = Instant.now().minusSeconds(180);
  private final List<Alertmanager> peers = new ArrayList<>();

  @AfterEach
  void stop() {
    peers.forEach(Alertmanager::close);
  }

  @Test
  void shouldTellOnceOfWhatAClusterPosts(@TempDir Path folder) throws IOException {
    startCluster(folder);
    push(peers, alert("Clustered", "db-01", start, null));
    assertTold("Clustered", "db-01", "firing", 1);

    push(peers, alert("Clustered", "db-01", start, Instant.now()));
    assertTold("Clustered", "db-01", "resolved", 2);
  }

  @Test
  void shouldTellOnceOfWhatPeersPostThatDoNotKnowOfEachOther(@TempDir Path folder) {
    startApart(folder);
    push(peers, alert("Cut", "db-01", start, null));
    assertTold("Cut", "db-01", "firing", 1);

    push(peers, alert("Cut", "db-01", start, Instant.now()));
    assertTold("Cut", "db-01", "resolved", 2);
  }

  @Test
  void shouldTellOnceWhenEachPeerHasAStartOfItsOwn(@TempDir Path folder) {
    startApart(folder);
    push(peers, alert("Startless", "db-01", null, null));
    assertTold("Startless", "db-01", "firing", 1);

    push(peers, alert("Startless", "db-01", null, Instant.now()));
    assertTold("Startless", "db-01", "resolved", 2);
  }

  @Test
  void shouldTellOnceThoughAPeerIsRestartedAndAnotherIsNew(@TempDir Path folder) {
    startApart(folder);
    push(peers, alert("Restarted", "db-01", null, null));
    assertTold("Restarted", "db-01", "firing", 1);

    peers.getFirst().restart();
    try (Alertmanager fresh = Alertmanager.start(folder.resolve("fresh"), configuration())) {
      List<Alertmanager> all = Stream.concat(peers.stream(), Stream.of(fresh)).toList();
      push(all, alert("Restarted", "db-01", null, null));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          metric(
                              fresh,
                              "alertmanager_notification_requests_total{integration=\"webhook\"}"))
                      .isPositive());
      assertTold("Restarted", "db-01", "firing", 1);

      push(all, alert("Restarted", "db-01", null, Instant.now()));
      assertTold("Restarted", "db-01", "resolved", 2);
    }
  }

  @Test
  void shouldTellOnceOfWhatOnePeerAloneHas(@TempDir Path folder) {
    startApart(folder);
    String shared = alert("Lopsided", "shared-by-all", start, null);
    String alone = alert("Lopsided", "known-to-one", start, null);
    push(Map.of(peers.get(0), shared, peers.get(1), shared, peers.get(2), shared + "," + alone));
    assertTold("Lopsided", "shared-by-all", "firing", 1);
    assertTold("Lopsided", "known-to-one", "firing", 1);

    push(
        peers,
        alert("Lopsided", "shared-by-all", start, Instant.now())
            + ","
            + alert("Lopsided", "known-to-one", start, Instant.now()));
    assertTold("Lopsided", "shared-by-all", "resolved", 2);
    assertTold("Lopsided", "known-to-one", "resolved", 2);
  }

  @Test
  void shouldTellOnceThoughAPeerIsBehindByAMinute(@TempDir Path folder) {
    startApart(folder);
    List<Alertmanager> punctual = peers.subList(0, 2);
    List<Alertmanager> behind = peers.subList(2, 3);
    Instant later = start.plusSeconds(60);
    push(punctual, alert("Behind", "db-01", start, null));
    assertTold("Behind", "db-01", "firing", 1);
    push(punctual, alert("Behind", "db-01", start, Instant.now()));
    assertTold("Behind", "db-01", "resolved", 2);

    push(behind, alert("Behind", "db-01", later, null));
    assertTold("Behind", "db-01", "resolved", 2);

    push(behind, alert("Behind", "db-01", later, Instant.now()));
    assertTold("Behind", "db-01", "resolved", 2);
  }

  private void startCluster(Path folder) throws IOException {
    String first = "127.0.0.1:" + freePort();
    for (int peer = 0; peer < 3; peer++) {
      peers.add(
          Alertmanager.start(
              folder.resolve("peer" + peer),
              configuration(),
              "--cluster.listen-address=" + (peer == 0 ? first : "127.0.0.1:0"),
              "--cluster.peer=" + first,
              "--cluster.peer-timeout=1s",
              "--cluster.gossip-interval=50ms",
              "--cluster.settle-timeout=1s"));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(peers)
                    .allSatisfy(
                        peer ->
                            assertThat(metric(peer, "alertmanager_cluster_members")).isEqualTo(3)));
  }

  private void startApart(Path folder) {
    for (int peer = 0; peer < 3; peer++) {
      peers.add(Alertmanager.start(folder.resolve("peer" + peer), configuration()));
    }
  }

  private static void push(List<Alertmanager> peers, String alerts) {
    Map<Alertmanager, String> pushes = new LinkedHashMap<>();
    peers.forEach(peer -> pushes.put(peer, alerts));
    push(pushes);
  }

  /** Pushes, and waits until each peer has thought about it; what it posts then follows at once. */
  private static void push(Map<Alertmanager, String> pushes) {
    Map<Alertmanager, Double> before =
        pushes.keySet().stream()
            .collect(Collectors.toMap(peer -> peer, PeersTest::thoughts, (a, b) -> a));
    pushes.forEach((peer, alerts) -> peer.push("[" + alerts + "]"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pushes.keySet())
                    .allSatisfy(
                        peer ->
                            assertThat(thoughts(peer))
                                .isGreaterThanOrEqualTo(before.getOrDefault(peer, 0.0) + 1)));
  }

  /** True now, and still after each peer had time to post once more. */
  private void assertTold(String alertName, String instance, String status, int messages) {
    await()
        .during(LONGER_THAN_AN_INTERVAL)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(
                      scenario.rows(
                          "select status from incident where source = $1 and alert_name = $2 and instance = $3",
                          source,
                          alertName,
                          instance))
                  .singleElement()
                  .satisfies(row -> assertThat(row.getString("status")).isEqualTo(status));
              assertThat(
                      scenario.published(NotificationRequested.class, source).stream()
                          .filter(request -> tellsOf(request, instance)))
                  .hasSize(messages);
            });
    scenario.awaitTakenUp(source);
    assertBalanced();
  }

  private static boolean tellsOf(NotificationRequested request, String instance) {
    return request.alerts().stream().anyMatch(alert -> instance.equals(alert.instance()));
  }

  /** The equations of the ledger, for this source alone. */
  private void assertBalanced() {
    long received =
        scenario.count(
            "select coalesce(sum(alert_count), 0)::bigint from intake where source = $1", source);
    long outcomes =
        scenario.count(
            "select count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1",
            source);
    long news =
        scenario.count(
            "select count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1 and o.outcome = 'news'",
            source);
    long decided =
        scenario.count(
            "select count(*) from decision d join transition t on t.id = d.transition_id "
                + "join incident i on i.id = t.incident_id where i.source = $1 and d.current",
            source);
    assertThat(outcomes).isEqualTo(received);
    assertThat(decided).isEqualTo(news);
  }

  /** How often a peer asked itself whether it had already sent what a group holds. */
  private static double thoughts(Alertmanager peer) {
    return metric(peer, "alertmanager_nflog_queries_total");
  }

  private static double metric(Alertmanager peer, String name) {
    return given()
        .get(peer.uri().resolve("/metrics"))
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private String configuration() {
    return """
        route: {receiver: iris, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
        receivers:
          - name: iris
            webhook_configs: [{url: '%s', send_resolved: true}]
        """
        .formatted(service.resolve("/webhooks/alertmanager/" + source));
  }

  private static String alert(
      String name, String instance, @Nullable Instant startsAt, @Nullable Instant endsAt) {
    return """
        {"labels":{"alertname":"%s","severity":"warning","instance":"%s","service":"shop"},
         "annotations":{"summary":"%s is unwell"}%s%s}"""
        .formatted(
            name,
            instance,
            instance,
            startsAt == null ? "" : ",\"startsAt\":\"" + startsAt + "\"",
            endsAt == null ? "" : ",\"endsAt\":\"" + endsAt + "\"");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
