package dev.iris.notifier.rendering;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them: absolute, with the zone named, as a message is read much later than it was written. */
public final class TimeStyle {

  private final DateTimeFormatter format;

  /** Times in this zone. */
  public TimeStyle(ZoneId zone) {
    // ZoneOffset.UTC would call itself "Z".
    ZoneId named = zone.normalized().getId().equals("Z") ? ZoneId.of("UTC") : zone;
    format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm zzz", Locale.ENGLISH).withZone(named);
  }

  /** For instance {@code 2026-11-22 18:02 UTC}. */
  public String at(Instant instant) {
    return format.format(instant);
  }

  /** For instance {@code 3 h 5 min}; the two greatest units. */
  public static String span(Instant from, Instant until) {
    Duration span = Duration.between(from, until);
    if (span.isNegative()) {
      return "0 min";
    }
    long minutes = span.toMinutes();
    if (minutes < 1) {
      return span.toSeconds() + " s";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = span.toHours();
    return hours < 24
        ? two(hours, "h", span.toMinutesPart(), "min")
        : two(span.toDays(), "d", span.toHoursPart(), "h");
  }

  private static String two(long great, String greatUnit, long small, String smallUnit) {
    return great + " " + greatUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
