package dev.iris.incident.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * Where a series stands, one of
 *
 * <pre>
 *   Unheard ──firing──▶ Firing ──resolved──▶ Quiet
 *      │                  ▲                    │
 *      │                  └──firing after lastEnd, or heard long after it
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
   * @param lastEnd the latest end of all its episodes
   * @param incident its latest; null when only resolves were ever heard of
   */
  record Quiet(Episode.End lastEnd, Incident.@Nullable Resolved incident) implements SeriesState {}
}
