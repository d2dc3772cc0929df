package dev.iris.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must not be, by kind. The run is good if there is none. */
final class Findings {

  private static final int SHOWN = 20;

  private final Map<String, List<String>> byKind = new LinkedHashMap<>();

  void add(String kind, String detail) {
    byKind.computeIfAbsent(kind, key -> new ArrayList<>()).add(detail);
  }

  boolean isEmpty() {
    return byKind.isEmpty();
  }

  /** A line for each kind with its count, and below it the first ones of it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    byKind.forEach(
        (kind, details) -> {
          lines.add("%s: %d".formatted(kind, details.size()));
          details.stream().limit(SHOWN).forEach(detail -> lines.add("    " + detail));
        });
    return lines;
  }
}
