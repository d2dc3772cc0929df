package dev.iris.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What one peer posts of a group's step: an Alertmanager v4 webhook. */
final class Webhook {

  private static final String NEVER = "0001-01-01T00:00:00Z";

  private Webhook() {}

  /**
   * A body.
   *
   * @param states those that this peer knows of
   * @param late by how much later than the others it began to see them fire
   */
  static String body(int group, int peer, List<Series.State> states, Duration late) {
    String name = "Fault" + group;
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("receiver", "iris");
    body.put("status", states.stream().anyMatch(Series.State::firing) ? "firing" : "resolved");
    ArrayNode alerts = body.putArray("alerts");
    states.forEach(state -> alerts.add(alert(name, state, late)));
    body.putObject("groupLabels").put("alertname", name);
    body.putObject("commonLabels").put("alertname", name);
    body.putObject("commonAnnotations");
    body.put("externalURL", "http://alertmanager-" + peer + ".example.org:9093");
    body.put("version", "4");
    body.put("groupKey", "{}:{alertname=\"" + name + "\"}");
    body.put("truncatedAlerts", 0);
    return body.toString();
  }

  private static ObjectNode alert(String name, Series.State state, Duration late) {
    ObjectNode alert = JsonNodeFactory.instance.objectNode();
    alert.put("status", state.firing() ? "firing" : "resolved");
    alert
        .putObject("labels")
        .put("alertname", name)
        .put("instance", "host-" + state.series() + ".example.org:12345")
        .put("severity", state.series() % 3 == 0 ? "critical" : "warning")
        .put("service", "shop");
    alert
        .putObject("annotations")
        .put("summary", News.token(state.series(), state.period()) + " is not well");
    Instant startsAt = state.startsAt().plus(late);
    alert.put("startsAt", startsAt.toString());
    alert.put("endsAt", state.firing() ? NEVER : state.endsAt().toString());
    alert.put("generatorURL", "http://prometheus.example.org:9090/graph");
    alert.put("fingerprint", fingerprint(state.series()));
    return alert;
  }

  static String fingerprint(int series) {
    return String.format(Locale.ROOT, "fa%014x", series);
  }
}
