package dev.iris.faults;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that somebody must be told: a series began to fire, or stopped. The series and the period travel in the alert's summary,
 * so that every channel shows them.
 */
record News(int series, int period, Kind kind) {

  private static final Pattern TOKEN = Pattern.compile("fx(\\d+)p(\\d+)e");

  /** As Iris calls it. */
  enum Kind {
    OPENED,
    REOPENED,
    RESOLVED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What marks a period of a series in a text. */
  static String token(int series, int period) {
    return "fx" + series + "p" + period + "e";
  }

  /** The news that a text and a kind speak of; empty if the text has no mark. */
  static Optional<News> find(String text, Kind kind) {
    Matcher token = TOKEN.matcher(text);
    return token.find()
        ? Optional.of(
            new News(Integer.parseInt(token.group(1)), Integer.parseInt(token.group(2)), kind))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "series %d period %d %s".formatted(series, period, kind.text());
  }
}
