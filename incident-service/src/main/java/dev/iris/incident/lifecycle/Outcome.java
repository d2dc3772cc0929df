package dev.iris.incident.lifecycle;

import dev.iris.events.NotificationEvent.Transition;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** What one alert made of its series. */
sealed interface Outcome {

  /** Where the series stands now. */
  SeriesState state();

  /** Nothing new. */
  record Merged(SeriesState state, Reason reason) implements Outcome {}

  /** Nothing to tell, yet worth keeping: a period that was over before anyone heard of it. */
  record Remembered(SeriesState state, Episode.Closed episode) implements Outcome {}

  /**
   * News: a transition, unique per episode.
   *
   * @param episode the episode as it is now
   * @param incident the incident as it is now
   * @param at when it happened, by the sender's clock
   */
  record News(
      SeriesState state,
      UUID transitionId,
      Transition transition,
      Episode episode,
      Incident incident,
      Instant at)
      implements Outcome {}

  /** Why an alert was nothing new. */
  enum Reason {
    STILL_FIRING,
    LATE_FIRING,
    LATE_RESOLVE,
    ALREADY_RESOLVED,
    HEARTBEAT,
    RESOLVE_OF_UNKNOWN;

    /** Its stable name in rows. */
    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
