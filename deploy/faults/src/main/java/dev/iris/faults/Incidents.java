package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Compares Iris' incidents with the model: one for each time that a series began to fire anew. */
final class Incidents {

  private Incidents() {}

  /** How many there are; any series with too many or too few is a finding. */
  static long compare(Lab lab, Sent sent, Findings findings) {
    Map<Integer, Long> found = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page = lab.get("/api/v1/incidents?limit=500" + cursor);
      for (JsonNode incident : Sinks.items(page.path("items"))) {
        if (incident.path("source").asText().equals("faults")) {
          String fingerprint = incident.path("fingerprint").asText();
          found.merge(Integer.parseInt(fingerprint.substring(2), 16), 1L, Long::sum);
        }
      }
      String next = page.path("nextCursor").asText("");
      cursor =
          page.path("nextCursor").isNull() || next.isEmpty()
              ? ""
              : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    } while (!cursor.isEmpty());
    sent.incidents()
        .forEach(
            (series, wanted) -> {
              long there = found.getOrDefault(series, 0L);
              if (there != wanted) {
                findings.add(
                    "series with too many or too few incidents",
                    "series %d has %d, not %d".formatted(series, there, wanted));
              }
            });
    return found.values().stream().mapToLong(Long::longValue).sum();
  }
}
