package dev.iris.bench;

import java.util.Locale;

/** Alertmanager v4 webhooks like the ones of a real one, each alert a series of its own. */
final class Payloads {

  private final String run;

  /** @param run names the series of this run, so that no run meets the incidents of another */
  Payloads(String run) {
    this.run = run;
  }

  /** Group number {@code group} with {@code size} firing alerts. */
  String group(int group, int size) {
    StringBuilder alerts = new StringBuilder(size * 700);
    for (int i = 0; i < size; i++) {
      alerts.append(i == 0 ? "" : ",").append(alert(group, group * (long) size + i));
    }
    String name = "BenchAlert" + group;
    return """
    {"receiver":"iris","status":"firing","alerts":[%s],"groupLabels":{"alertname":"%s"},"commonLabels":{"alertname":"%s"},\
    "commonAnnotations":{},"externalURL":"http://alertmanager.example.org:9093","version":"4","groupKey":"{}:{alertname=\\"%s-%s\\"}","truncatedAlerts":0}"""
        .formatted(alerts, name, name, name, run);
  }

  private String alert(int group, long number) {
    return """
    {"status":"firing","labels":{"alertname":"BenchAlert%d","instance":"host-%05d.example.org:12345","job":"alloy","environment":"production",\
    "severity":"%s","service":"shop","run":"%s"},"annotations":{"summary":"Host %d is low on memory","description":"Less than five percent of \
    memory has been free for ten minutes on this host."},"startsAt":"2026-03-01T09:15:30.123456Z","endsAt":"0001-01-01T00:00:00Z",\
    "generatorURL":"http://prometheus.example.org:9090/graph?g0.expr=x","fingerprint":"%s"}"""
        .formatted(
            group,
            number,
            number % 3 == 0 ? "critical" : "warning",
            run,
            number,
            fingerprint(number));
  }

  private String fingerprint(long number) {
    return String.format(Locale.ROOT, "%08x%08x", run.hashCode(), number);
  }
}
