package dev.iris.incident.browse;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One incident with all that is known of it.
 *
 * @param flaps how often it fired again soon after it was resolved
 * @param timeline what happened, the earliest first
 */
public record IncidentDetail(
    @JsonUnwrapped IncidentItem incident,
    int flaps,
    List<TimelineEntry> timeline,
    List<EpisodeItem> episodes) {

  public IncidentDetail {
    timeline = List.copyOf(timeline);
    episodes = List.copyOf(episodes);
  }

  /**
   * Something that happened.
   *
   * @param at when Iris learned of it
   * @param kind {@code opened}, {@code reopened}, {@code resolved}, {@code reminder}; {@code told}, {@code undeliverable} and the other
   *     decisions; {@code delivery-accepted}, {@code delivery-failed}; {@code stale} and {@code seen-again}
   * @param happenedAt by the sender's clock, of a transition
   * @param text more for a person, where there is more: of a transition that Iris itself found out its origin, {@code heartbeat} or
   *     {@code reconciliation}
   */
  public record TimelineEntry(
      Instant at, String kind, @Nullable Instant happenedAt, @Nullable String text) {}

  /** One firing period. */
  public record EpisodeItem(UUID id, Instant startsAt, @Nullable Instant endsAt) {}
}
