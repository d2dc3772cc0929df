package dev.iris.incident.lifecycle;

import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.Alert.Flaw;
import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.intake.Alert.Usable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One webhook of a random story: what a peer says, and when Iris hears it.
 *
 * @param heard minutes after midnight
 */
record Telling(double heard, List<Part> parts) {

  static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  Telling {
    parts = List.copyOf(parts);
  }

  /** What a part of it is. */
  enum Kind {
    FIRING,
    RESOLVED,
    UNUSABLE,
    WATCHDOG
  }

  /** One alert; times in minutes after midnight, no end of a resolve is "none was given". */
  record Part(Kind kind, int series, double starts, @Nullable Double ends) {

    String fingerprint() {
      return "%016x".formatted(series);
    }

    boolean isOfASeries() {
      return kind == Kind.FIRING || kind == Kind.RESOLVED;
    }

    Instant startsAt() {
      return minute(starts);
    }

    @Nullable Instant endsAt() {
      return kind == Kind.RESOLVED && ends != null ? minute(ends) : null;
    }

    Alert alert(int ordinal) {
      if (kind == Kind.UNUSABLE) {
        return new Alert.Unusable(ordinal, Flaw.STARTS_AT_UNUSABLE);
      }
      String name = kind == Kind.WATCHDOG ? "Watchdog" : "HighMemory";
      Status status = kind == Kind.RESOLVED ? Status.RESOLVED : Status.FIRING;
      Map<String, String> labels = Map.of("alertname", name, "instance", "web" + series);
      return new Usable(ordinal, status, fingerprint(), labels, Map.of(), startsAt(), endsAt());
    }
  }

  Instant heardAt() {
    return minute(heard);
  }

  static Instant minute(double minutes) {
    return MIDNIGHT.plusMillis(Math.round(minutes * 60_000));
  }
}
