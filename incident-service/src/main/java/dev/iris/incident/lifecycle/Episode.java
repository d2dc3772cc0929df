package dev.iris.incident.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One firing period of a series. */
sealed interface Episode {

  UUID id();

  Instant startedAt();

  /** It fires; {@code incidentId} is what people work on. */
  record Open(UUID id, UUID incidentId, Instant startedAt) implements Episode {

    Closed close(End end) {
      return new Closed(id, incidentId, startedAt, end);
    }

    /**
     * Whether a resolve is about this episode and not about an earlier one. Peers do not agree on when a firing began, so
     * either end of the resolved period may show that it is.
     */
    boolean isEndedBy(Instant startsAt, Instant endsAt) {
      return endsAt.isAfter(startedAt) || !startsAt.isBefore(startedAt);
    }
  }

  /**
   * It fired.
   *
   * @param incidentId null when only the resolve was ever heard of: there was nothing to tell
   */
  record Closed(UUID id, @Nullable UUID incidentId, Instant startedAt, End end)
      implements Episode {}

  /**
   * The end of an episode.
   *
   * @param at when it was, by the sender's clock
   * @param heardAt when the webhook that told of it was received
   */
  record End(Instant at, Instant heardAt) {}
}
