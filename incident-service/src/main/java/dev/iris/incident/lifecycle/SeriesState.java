package dev.iris.incident.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a series stands, one of
 *
 * <pre>
 *   Unheard ──firing──▶ Firing ──resolved──▶ Quiet
 *      │                  ▲                    │
 *      │                  └──firing after lastEndedAt
 *      └──resolved──▶ Quiet (without an incident)
 * </pre>
 */
sealed interface SeriesState {

  /** Nothing is known of it. */
  record Unheard() implements SeriesState {}

  /** It fires. */
  record Firing(Episode.Open episode, Incident.Open incident) implements SeriesState {}

  /**
   * It fired once.
   *
   * @param lastEndedAt the latest end of all its episodes
   * @param incident its latest; null when only resolves were ever heard of
   */
  record Quiet(Instant lastEndedAt, Incident.@Nullable Resolved incident) implements SeriesState {}
}
