package dev.iris.acceptance;

import static dev.iris.acceptance.SharedIris.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text that would be more than text, from the webhook to each channel and the pages: told once, and shown as it was written. */
class HostileTextIT {

  private static final String MARKUP =
      "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> [x](javascript:alert(1)) {{7*7}} ${7*7} <at>everyone</at>";
  private static final String CONTROLS =
      "\r\nBcc: victim@evil.example\r\n\r\n\u0000\u001b[31m\u202egnp.exe\ud83d";

  @Test
  void shouldTellOfItOnEachChannelAndKeepItAsText() {
    ObjectMapper json = new ObjectMapper();
    ObjectNode labels =
        json.createObjectNode()
            .put("alertname", "Hostile" + MARKUP)
            .put("instance", MARKUP + CONTROLS);
    labels.put("severity", MARKUP).put("service", CONTROLS).put(MARKUP, MARKUP);
    ObjectNode alert =
        json.createObjectNode().put("status", "firing").put("startsAt", Instant.now().toString());
    alert.set("labels", labels);
    alert.set(
        "annotations",
        json.createObjectNode()
            .put("summary", MARKUP + CONTROLS)
            .put("description", CONTROLS + MARKUP)
            .put("runbook_url", "javascript:alert(1)"));
    ObjectNode group =
        json.createObjectNode().put("version", "4").put("groupKey", MARKUP + CONTROLS);
    group.set("groupLabels", labels);
    group.putArray("alerts").add(alert).add("no alert").add(json.createObjectNode());

    assertThat(
            IRIS.send("POST", "/webhooks/alertmanager/hostile", group.toString(), Map.of())
                .status())
        .isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              for (String channel : new String[] {"teams", "mail", "webhook"}) {
                assertThat(SharedIris.messages(channel, "Hostile")).as(channel).hasSize(1);
              }
            });
    JsonNode incident =
        SharedIris.items(IRIS.get("/api/v1/incidents?q=hostile&limit=500")).getFirst();
    assertThat(incident.path("alertName").asText()).isEqualTo("Hostile" + MARKUP);
    assertThat(incident.path("instance").asText())
        .startsWith(MARKUP + "\r\nBcc: ")
        .contains("\uFFFD")
        .doesNotContain("\u0000");
    assertThat(SharedIris.messages("mail", "Hostile").getFirst().path("payload").asText())
        .doesNotContainPattern("(?m)^Bcc:");
  }
}
