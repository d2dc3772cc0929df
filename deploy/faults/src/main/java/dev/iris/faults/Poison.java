package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plants an entry that no service can read, and wants to find it, and nothing else, among what was set aside. */
final class Poison {

  private static final Map<String, String> STREAMS =
      Map.of("incident", "iris.alerts.v1", "notifier", "iris.notifications.v1");
  private static final List<String> SERVICES =
      List.of("incident", "notifier", "enrollment", "digest");
  private static final String PLANTED = "planted by the fault suite: not an event";

  private final Lab lab;

  Poison(Lab lab) {
    this.lab = lab;
  }

  void plant() {
    STREAMS.values().forEach(stream -> lab.iris().redis("XADD", stream, "*", "payload", PLANTED));
  }

  /** How many entries each service has set aside; what was not planted, and what was and is not there, is a finding. */
  Map<String, Integer> look(Findings findings) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String service : SERVICES) {
      List<JsonNode> entries =
          Sinks.items(lab.get("/api/v1/poison/" + service + "?limit=500").path("items"));
      counts.put(service, entries.size());
      List<JsonNode> planted = entries.stream().filter(Poison::isPlanted).toList();
      if (planted.isEmpty() && STREAMS.containsKey(service)) {
        findings.add("planted poison that was not set aside", service);
      }
      entries.stream()
          .filter(entry -> !isPlanted(entry))
          .forEach(entry -> findings.add("set aside, and not planted", entry.toString()));
    }
    return counts;
  }

  /** Whether it was noticed already: a FLUSHALL before that would take it along. */
  boolean isNoticed() {
    return STREAMS.keySet().stream()
        .allMatch(
            service ->
                Sinks.items(lab.get("/api/v1/poison/" + service).path("items")).stream()
                    .anyMatch(Poison::isPlanted));
  }

  private static boolean isPlanted(JsonNode entry) {
    return entry.path("payload").asText().equals(PLANTED);
  }
}
