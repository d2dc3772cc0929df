package dev.iris.incident.reconciliation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes lists of alerts as Alertmanager 0.25 does. */
final class PeerList {

  static final String STARTS_AT = "2026-01-01T08:00:00.000Z";

  private final JsonArray alerts = new JsonArray();

  static PeerList empty() {
    return new PeerList();
  }

  PeerList active(String fingerprint, String alertName) {
    return add(fingerprint, "active", alertName, "iris");
  }

  PeerList suppressed(String fingerprint, String alertName) {
    return add(fingerprint, "suppressed", alertName, "iris");
  }

  PeerList add(String fingerprint, String state, String alertName, String receiver) {
    return raw(
        JsonObject.of(
                "annotations",
                JsonObject.of("summary", "something is wrong"),
                "endsAt",
                "2026-01-01T08:05:00.000Z",
                "fingerprint",
                fingerprint,
                "receivers",
                JsonArray.of(JsonObject.of("name", receiver)),
                "startsAt",
                STARTS_AT,
                "updatedAt",
                STARTS_AT)
            .put(
                "status",
                JsonObject.of(
                    "inhibitedBy", new JsonArray(), "silencedBy", new JsonArray(), "state", state))
            .put("generatorURL", "http://prometheus/graph")
            .put(
                "labels",
                JsonObject.of(
                    "alertname", alertName, "instance", "web01", "severity", "critical")));
  }

  PeerList raw(Object element) {
    alerts.add(element);
    return this;
  }

  String json() {
    return alerts.encode();
  }
}
