package dev.iris.enrollment.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a host's monitoring has come. */
public enum HostStatus {
  /** Known, with a key that was approved; nothing was set up. */
  NEW,
  /** Monitored, and a sample proved it. */
  ENROLLED,
  /** Set up, and no sample proved it yet. */
  UNPROVEN,
  /** No longer monitored. */
  DECOMMISSIONED;

  /** As the API and the database write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<HostStatus> of(String text) {
    return Stream.of(values()).filter(status -> status.text().equals(text)).findFirst();
  }
}
