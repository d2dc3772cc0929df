package dev.iris.incident.reconciliation;

import java.time.Duration;

/** Settings as they are by default, but for what a test changes. */
record Settings(
    Duration interval,
    Duration staleAfter,
    Duration closeAfter,
    Duration missedAfter,
    Duration timeout,
    long maxAnswerBytes)
    implements ReconciliationConfig {

  static final Settings USUAL =
      new Settings(
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(20),
          64L * 1024 * 1024);

  Settings timeout(Duration longest) {
    return new Settings(interval, staleAfter, closeAfter, missedAfter, longest, maxAnswerBytes);
  }

  Settings maxAnswerBytes(long most) {
    return new Settings(interval, staleAfter, closeAfter, missedAfter, timeout, most);
  }

  Settings staleAfter(Duration after) {
    return new Settings(interval, after, closeAfter, missedAfter, timeout, maxAnswerBytes);
  }
}
