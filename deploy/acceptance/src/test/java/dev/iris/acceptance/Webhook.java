package dev.iris.acceptance;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Alertmanager's webhook as its documentation gives it, for what a real one can't be made to do at will. */
record Webhook(String groupKey, List<Alert> alerts) {

  /** An alert; {@code endsAt} empty means firing. */
  record Alert(String name, String instance, String severity, String startsAt, String endsAt) {

    private String json() {
      return """
      {"status":"%s","labels":{"alertname":"%s","instance":"%s","severity":"%s","service":"shop"},\
      "annotations":{"summary":"%s has a problem"},"startsAt":"%s","endsAt":"%s",\
      "generatorURL":"http://prometheus.example.org/graph","fingerprint":"%s"}"""
          .formatted(
              endsAt.isEmpty() ? "firing" : "resolved",
              name,
              instance,
              severity,
              instance,
              startsAt,
              endsAt.isEmpty() ? "0001-01-01T00:00:00Z" : endsAt,
              String.format(Locale.ROOT, "%08x%08x", name.hashCode(), instance.hashCode()));
    }
  }

  String json() {
    return """
    {"receiver":"iris","status":"firing","alerts":[%s],"groupLabels":{"alertname":"%s"},"commonLabels":{},"commonAnnotations":{},\
    "externalURL":"http://alertmanager.example.org:9093","version":"4","groupKey":"%s","truncatedAlerts":0}"""
        .formatted(
            alerts.stream().map(Alert::json).collect(Collectors.joining(",")),
            alerts.getFirst().name(),
            groupKey);
  }
}
