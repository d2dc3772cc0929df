package dev.iris.incident.reminder;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of reminders. */
@ConfigMapping(prefix = "iris.incident.reminders")
interface ReminderConfig {

  /** After how long people are told again, by severity: {@code critical} each hour unless set otherwise. Zero means never. */
  Map<String, Duration> every();

  /** How often a replica looks for what is due. */
  @WithDefault("PT30S")
  Duration checkEvery();

  /** How many incidents are reminded of at a time; those of one source and audience share a message. */
  @WithDefault("500")
  @Min(1)
  @Max(5_000)
  int atATime();

  /**
   * The severities that are reminded of, as incidents spell them.
   *
   * @throws IllegalArgumentException which names the setting, if a time is negative
   */
  default Map<String, Duration> intervals() {
    every()
        .forEach(
            (severity, interval) -> {
              if (interval.isNegative()) {
                throw new IllegalArgumentException(
                    "iris.incident.reminders.every.%s must not be negative".formatted(severity));
              }
            });
    return every().entrySet().stream()
        .filter(entry -> entry.getValue().isPositive())
        .collect(
            Collectors.toUnmodifiableMap(
                entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
  }
}
