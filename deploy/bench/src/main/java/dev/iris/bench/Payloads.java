package dev.iris.bench;

import dev.iris.bench.Arrivals.Transition;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Alertmanager v4 webhooks like the ones of a real one, each alert a series of its own. */
final class Payloads {

  private final String run;
  private final Queue<Group> made = new ConcurrentLinkedQueue<>();

  private record Group(int number, int size) {}

  /** @param run names the series of this run, so that no run meets the incidents of another */
  Payloads(String run) {
    this.run = run;
  }

  /** Group number {@code group} with {@code size} firing alerts. */
  String group(int group, int size) {
    made.add(new Group(group, size));
    return webhook(group, size, "firing", "0001-01-01T00:00:00Z");
  }

  /** The same group when all of it has ended. */
  String ended(int group, int size) {
    return webhook(group, size, "resolved", "2026-03-01T10:15:30Z");
  }

  private String webhook(int group, int size, String status, String endsAt) {
    StringBuilder alerts = new StringBuilder(size * 700);
    for (int i = 0; i < size; i++) {
      alerts
          .append(i == 0 ? "" : ",")
          .append(alert(group, group * (long) size + i, status, endsAt));
    }
    String name = "BenchAlert" + group;
    return """
    {"receiver":"iris","status":"%s","alerts":[%s],"groupLabels":{"alertname":"%s"},"commonLabels":{"alertname":"%s"},\
    "commonAnnotations":{},"externalURL":"http://alertmanager.example.org:9093","version":"4","groupKey":"{}:{alertname=\\"%s-%s\\"}","truncatedAlerts":0}"""
        .formatted(status, alerts, name, name, name, run);
  }

  /** The news in all groups that were made so far, as it is told of. */
  Set<Transition> opened() {
    return made.stream()
        .flatMap(
            group ->
                LongStream.range(0, group.size())
                    .mapToObj(i -> instance(group.number() * (long) group.size() + i)))
        .map(instance -> new Transition(run, instance, "opened"))
        .collect(Collectors.toSet());
  }

  private static String instance(long number) {
    return String.format(Locale.ROOT, "host-%05d.example.org:12345", number);
  }

  private String alert(int group, long number, String status, String endsAt) {
    return """
    {"status":"%s","labels":{"alertname":"BenchAlert%d","instance":"%s","job":"alloy","environment":"production",\
    "severity":"%s","service":"shop","run":"%s"},"annotations":{"summary":"Host %d is low on memory","description":"Less than five percent of \
    memory has been free for ten minutes on this host."},"startsAt":"2026-03-01T09:15:30.123456Z","endsAt":"%s",\
    "generatorURL":"http://prometheus.example.org:9090/graph?g0.expr=x","fingerprint":"%s"}"""
        .formatted(
            status,
            group,
            instance(number),
            number % 3 == 0 ? "critical" : "warning",
            run,
            number,
            endsAt,
            fingerprint(number));
  }

  private String fingerprint(long number) {
    return String.format(Locale.ROOT, "%08x%08x", run.hashCode(), number);
  }
}
