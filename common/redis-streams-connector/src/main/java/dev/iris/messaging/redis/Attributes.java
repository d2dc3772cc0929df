package dev.iris.messaging.redis;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one channel's attributes, so that a bad value stops the start and says which attribute of
 * which channel it is.
 */
final class Attributes {

  private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private final String prefix;

  /**
   * @param direction {@code incoming} or {@code outgoing}
   */
  Attributes(String direction, String channel) {
    this.prefix = "mp.messaging." + direction + "." + channel + ".";
  }

  /** The attribute as the generated configuration class reads it. */
  <T> T read(String name, Supplier<T> getter) {
    try {
      return getter.get();
    } catch (IllegalArgumentException e) {
      throw invalid(name, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  String text(String name, Supplier<String> getter) {
    String value = read(name, getter).trim();
    if (value.isEmpty()) {
      throw invalid(name, "must not be blank");
    }
    return value;
  }

  int atLeast(int minimum, String name, Supplier<Integer> getter) {
    int value = read(name, getter);
    if (value < minimum) {
      throw invalid(name, "must be at least %d, not %d".formatted(minimum, value));
    }
    return value;
  }

  /** A duration as {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d} or ISO 8601. */
  Duration duration(String name, Supplier<String> getter) {
    String value = text(name, getter);
    Duration duration = parse(name, value);
    if (duration.isNegative() || duration.toMillis() == 0) {
      throw invalid(name, "must be longer than zero, not " + value);
    }
    return duration;
  }

  <E extends Enum<E>> E oneOf(Class<E> type, String name, Supplier<String> getter) {
    String value = text(name, getter);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) {
        return constant;
      }
    }
    throw invalid(name, "unknown value `" + value + "`");
  }

  void require(boolean condition, String name, String problem) {
    if (!condition) {
      throw invalid(name, problem);
    }
  }

  IllegalArgumentException invalid(String name, String problem) {
    return new IllegalArgumentException("%s%s: %s".formatted(prefix, name, problem));
  }

  private Duration parse(String name, String value) {
    Matcher simple = SIMPLE_DURATION.matcher(value);
    try {
      if (!simple.matches()) {
        return Duration.parse(value);
      }
      long amount = Long.parseLong(simple.group(1));
      return switch (simple.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    } catch (RuntimeException e) {
      throw invalid(name, "not a duration: " + value);
    }
  }
}
