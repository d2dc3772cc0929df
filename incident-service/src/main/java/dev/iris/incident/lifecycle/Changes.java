package dev.iris.incident.lifecycle;

import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.decision.News;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a group changes. An incident or an episode that changes more than once is kept as it is in the end. */
final class Changes {

  private final List<OccurrenceRow> occurrences = new ArrayList<>();
  private final List<TransitionRow> transitions = new ArrayList<>();
  private final List<News> news = new ArrayList<>();
  private final Map<UUID, EpisodeChange> episodes = new LinkedHashMap<>();
  private final Map<UUID, IncidentChange> incidents = new LinkedHashMap<>();
  private Alert.@Nullable Usable heartbeat;

  /** What became of one alert. */
  record OccurrenceRow(
      int ordinal,
      String outcome,
      @Nullable String reason,
      @Nullable UUID seriesId,
      @Nullable UUID transitionId) {

    static OccurrenceRow rejected(int ordinal, Alert.Flaw flaw) {
      return new OccurrenceRow(ordinal, "rejected", flaw.code(), null, null);
    }

    static OccurrenceRow merged(int ordinal, Outcome.Reason reason, @Nullable UUID seriesId) {
      return new OccurrenceRow(ordinal, "merged", reason.code(), seriesId, null);
    }

    static OccurrenceRow news(int ordinal, UUID seriesId, UUID transitionId) {
      return new OccurrenceRow(ordinal, "news", null, seriesId, transitionId);
    }
  }

  /** A transition as it is stored. */
  record TransitionRow(
      UUID id,
      UUID episodeId,
      UUID incidentId,
      Transition kind,
      Instant at,
      long incidentVersion) {}

  /**
   * An episode as it is now.
   *
   * @param created by this group
   */
  record EpisodeChange(UUID seriesId, Episode episode, boolean created) {}

  /**
   * An incident as it is now.
   *
   * @param facts of the alert that opened it, if {@code created} by this group
   */
  record IncidentChange(UUID seriesId, Incident incident, AlertFacts facts, boolean created) {}

  void add(OccurrenceRow row) {
    occurrences.add(row);
  }

  void add(TransitionRow row) {
    transitions.add(row);
  }

  void add(News one) {
    news.add(one);
  }

  void put(EpisodeChange change) {
    episodes.merge(
        change.episode().id(),
        change,
        (before, now) -> new EpisodeChange(now.seriesId(), now.episode(), before.created()));
  }

  void put(IncidentChange change) {
    incidents.merge(
        change.incident().id(),
        change,
        (before, now) ->
            new IncidentChange(now.seriesId(), now.incident(), before.facts(), before.created()));
  }

  /** Of several in a group a firing one counts, whatever the others say: one Prometheus at least is alive. */
  void heartbeat(Alert.Usable alert) {
    if (heartbeat == null || heartbeat.status() != Alert.Status.FIRING) {
      heartbeat = alert;
    }
  }

  List<OccurrenceRow> occurrences() {
    return occurrences;
  }

  List<TransitionRow> transitions() {
    return transitions;
  }

  List<News> news() {
    return news;
  }

  List<EpisodeChange> episodes(boolean created) {
    return episodes.values().stream().filter(change -> change.created() == created).toList();
  }

  List<IncidentChange> incidents(boolean created) {
    return incidents.values().stream().filter(change -> change.created() == created).toList();
  }

  /** The source's latest sign of life in this group; null without one. */
  Alert.@Nullable Usable heartbeat() {
    return heartbeat;
  }

  long rejected() {
    return occurrences.stream().filter(row -> "rejected".equals(row.outcome())).count();
  }
}
