package dev.iris.incident.decision;

import java.util.Map;

/** How grave a severity is. People name severities as they like; unknown names stand between information and warning. */
final class Severity {

  private static final Map<String, Integer> RANKS =
      Map.ofEntries(
          Map.entry("emergency", 0),
          Map.entry("disaster", 0),
          Map.entry("page", 0),
          Map.entry("fatal", 0),
          Map.entry("critical", 0),
          Map.entry("high", 1),
          Map.entry("error", 1),
          Map.entry("major", 1),
          Map.entry("warning", 2),
          Map.entry("warn", 2),
          Map.entry("average", 2),
          Map.entry("minor", 2),
          Map.entry("notice", 4),
          Map.entry("low", 4),
          Map.entry("info", 5),
          Map.entry("information", 5),
          Map.entry("debug", 6),
          Map.entry("none", 6));
  private static final int UNKNOWN = 3;

  private Severity() {}

  /** Smaller is graver. */
  static int rank(String severity) {
    return RANKS.getOrDefault(severity, UNKNOWN);
  }
}
