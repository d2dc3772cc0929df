package dev.iris.notifier.rendering;

import java.util.Locale;

/** How bad an alert is, for colours; the gravest first. What people call their severities is shown as they call it. */
public enum Gravity {
  CRITICAL,
  WARNING,
  INFO;

  /** The gravity of a {@code severity} label; an unknown one is a warning, as nobody should overlook it. */
  public static Gravity of(String severity) {
    return switch (severity.strip().toLowerCase(Locale.ROOT)) {
      case "critical",
          "crit",
          "fatal",
          "emergency",
          "disaster",
          "page",
          "error",
          "high",
          "major",
          "p1",
          "sev1" ->
          CRITICAL;
      case "info", "information", "informational", "notice", "low", "none", "ok", "debug" -> INFO;
      default -> WARNING;
    };
  }
}
