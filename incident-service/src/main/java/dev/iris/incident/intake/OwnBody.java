package dev.iris.incident.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.incident.intake.OwnGroup.OwnAlert;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a group of Iris' own as Alertmanager would have posted it: who reads it later needs to know no other shape. */
final class OwnBody {

  private static final JsonMapper JSON = new JsonMapper(WebhookJson.FACTORY);

  /** What Alertmanager writes where there is no time. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private OwnBody() {}

  static byte[] of(OwnGroup group) {
    ObjectNode body = JSON.createObjectNode();
    body.put("version", "4").put("groupKey", groupKey(group)).put("receiver", OwnAlerts.SOURCE);
    body.put("status", status(group)).put("truncatedAlerts", 0);
    body.set("groupLabels", texts(group.groupLabels()));
    ArrayNode alerts = body.putArray("alerts");
    group.alerts().forEach(alert -> alerts.add(alert(alert)));
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always writable", e);
    }
  }

  /** As Alertmanager names a group of its root route. */
  static String groupKey(OwnGroup group) {
    return new TreeMap<>(group.groupLabels())
        .entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
            .collect(Collectors.joining(", ", "{}:{", "}"));
  }

  private static ObjectNode alert(OwnAlert alert) {
    ObjectNode node = JSON.createObjectNode();
    node.put("status", code(alert.status()));
    node.set("labels", texts(alert.labels()));
    node.set("annotations", texts(alert.annotations()));
    node.put("startsAt", alert.startsAt().toString());
    node.put("endsAt", alert.endsAt() == null ? NEVER : alert.endsAt().toString());
    node.put("generatorURL", alert.generatorUrl() == null ? "" : alert.generatorUrl());
    if (alert.fingerprint() != null) {
      node.put("fingerprint", alert.fingerprint());
    }
    return node;
  }

  private static String status(OwnGroup group) {
    boolean fires =
        group.alerts().stream().anyMatch(alert -> alert.status() == Alert.Status.FIRING);
    return code(fires ? Alert.Status.FIRING : Alert.Status.RESOLVED);
  }

  private static String code(Alert.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode texts(Map<String, String> texts) {
    ObjectNode node = JSON.createObjectNode();
    new TreeMap<>(texts).forEach(node::put);
    return node;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
