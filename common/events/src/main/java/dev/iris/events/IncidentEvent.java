package dev.iris.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an incident. Every event holds enough to be understood without asking the incident service. */
public sealed interface IncidentEvent extends Event {

  /** The incident as it was right after the event. */
  IncidentFacts incident();

  /** {@inheritDoc} The sequence is the incident's version. */
  @Override
  default String subject() {
    return "incident/" + incident().incidentId();
  }

  /** A series that had no open incident began to fire. */
  record IncidentOpened(IncidentFacts incident) implements IncidentEvent {}

  /** It fired again within the configured time after it was resolved. {@code flaps} counts how often that happened. */
  record IncidentReopened(IncidentFacts incident, int flaps) implements IncidentEvent {}

  /** It stopped firing. */
  record IncidentResolved(IncidentFacts incident, Instant resolvedAt) implements IncidentEvent {}

  /**
   * What every event about an incident says of it.
   *
   * @param severity the alert's {@code severity} label in lower case, {@code none} without one
   * @param startsAt when the alert began to fire, microseconds kept
   */
  record IncidentFacts(
      UUID incidentId,
      String source,
      String fingerprint,
      String alertName,
      @Nullable String instance,
      @Nullable String service,
      String severity,
      String summary,
      Instant startsAt) {}
}
