package dev.iris.incident;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/** Writes webhook bodies as Alertmanager does. */
public final class Payload {

  private final String groupKey;
  private final JsonArray alerts = new JsonArray();
  private int truncated;

  private Payload(String groupKey) {
    this.groupKey = groupKey;
  }

  public static Payload group(String groupKey) {
    return new Payload(groupKey);
  }

  public Payload firing(String alertName, String instance, Instant startsAt) {
    return add("firing", labels(alertName, instance), startsAt.toString(), "0001-01-01T00:00:00Z");
  }

  public Payload firing(
      Map<String, String> labels, Map<String, String> annotations, Instant startsAt) {
    JsonObject text = new JsonObject();
    annotations.forEach(text::put);
    JsonObject names = new JsonObject();
    labels.forEach(names::put);
    return raw(
        alert("firing", names, startsAt.toString(), "0001-01-01T00:00:00Z")
            .put("annotations", text));
  }

  public Payload resolved(String alertName, String instance, Instant startsAt, Instant endsAt) {
    return add("resolved", labels(alertName, instance), startsAt.toString(), endsAt.toString());
  }

  public Payload raw(Object alert) {
    alerts.add(alert);
    return this;
  }

  public Payload truncated(int alerts) {
    truncated = alerts;
    return this;
  }

  public static JsonObject alert(String status, JsonObject labels, String startsAt, String endsAt) {
    return JsonObject.of("status", status, "labels", labels, "startsAt", startsAt, "endsAt", endsAt)
        .put(
            "annotations",
            JsonObject.of("summary", "something is wrong with " + labels.getValue("instance")));
  }

  public static JsonObject labels(String alertName, String instance) {
    return JsonObject.of(
        "alertname", alertName, "instance", instance, "severity", "critical", "service", "shop");
  }

  public String json() {
    return JsonObject.of(
            "version", "4", "groupKey", groupKey, "receiver", "iris", "status", "firing")
        .put("truncatedAlerts", truncated)
        .put("groupLabels", JsonObject.of("alertname", "x"))
        .put("externalURL", "http://am:9093")
        .put("alerts", alerts)
        .encode();
  }

  private Payload add(String status, JsonObject labels, String startsAt, String endsAt) {
    return raw(alert(status, labels, startsAt, endsAt));
  }
}
