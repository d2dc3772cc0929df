package dev.iris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.lab.LabHost;
import dev.iris.testing.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole promise: a bare host is enrolled, proven, fails, its owner is told, it is well again, and is taken out. */
@RequiresPeer({
  "root",
  "systemd-nspawn",
  "mmdebstrap",
  "apt-ftparchive",
  "dpkg-deb",
  "gpg",
  "ip",
  "ssh",
  "ssh-keygen",
  "prometheus",
  "prometheus-alertmanager"
})
class EnrolmentIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @SuppressWarnings("NullAway.Init")
  private static Estate estate;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    estate = Estate.open(folder, 2);
  }

  @AfterAll
  static void close() {
    if (estate != null) {
      estate.close();
    }
  }

  @Test
  void shouldEnrolABareHostTellOfItsFailureAndLetItGo() throws IOException {
    LabHost host = estate.hosts().getFirst();
    ObjectNode request = estate.request(host, "web-01");

    JsonNode plan = estate.job(request.deepCopy().put("dryRun", true));

    assertThat(plan.path("status").asText()).as(plan.toPrettyString()).isEqualTo("succeeded");
    assertThat(plan.at("/plan/changes")).as(plan.toPrettyString()).isNotEmpty();
    assertThat(plan.at("/plan/config").asText()).contains("prometheus.exporter.unix");
    assertThat(estate.on(host, "ls /etc/alloy 2>/dev/null | wc -l").strip()).isEqualTo("0");

    JsonNode job = estate.job(request);

    assertThat(job.path("status").asText()).as(job.toPrettyString()).isEqualTo("succeeded");
    assertThat(job.path("changed").asBoolean()).isTrue();
    String id = job.path("hostId").asText();
    assertThat(estate.iris().get("/api/v1/hosts/" + id).at("/host/status").asText())
        .isEqualTo("enrolled");

    String before = traces(host);
    JsonNode again = estate.job(request);

    assertThat(again.path("status").asText()).as(again.toPrettyString()).isEqualTo("succeeded");
    assertThat(again.path("changed").asBoolean()).as(again.toPrettyString()).isFalse();
    assertThat(traces(host)).isEqualTo(before);

    estate.lab().cutPower(host);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told("web-01")).hasSize(1));
    estate.lab().powerOn(host);
    estate.lab().awaitStarted(host);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told("web-01")).hasSize(2));

    assertThat(estate.iris().send("DELETE", "/api/v1/hosts/" + id, "", Map.of()).status())
        .isBetween(200, 204);
    Path targets = estate.iris().data().resolve("prometheus/targets");
    try (Stream<Path> files = Files.list(targets)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).noneMatch(name -> name.equals("iris-" + id + ".json"));
      assertThat(names).anyMatch(name -> name.startsWith("iris-" + id + ".json.deleted."));
    }
  }

  /** What would be otherwise if anything had been touched. */
  private static String traces(LabHost host) {
    return estate.on(
        host,
        "systemctl show -P ActiveEnterTimestampMonotonic alloy; stat -c '%n %Y %i' /etc/alloy/* /etc/default/alloy; dpkg-query -W alloy");
  }

  private static List<JsonNode> told(String hostname) {
    return SharedIris.items(estate.iris().get("/inbox/messages?channel=webhook")).stream()
        .filter(message -> message.path("payload").asText().contains("HostUnreachable"))
        .filter(message -> message.path("payload").asText().contains(hostname))
        .toList();
  }
}
