package dev.iris.incident.lifecycle;

import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.intake.StoredIntake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What groups change. An incident or an episode that changes more than once is kept as it is in the end. */
final class Changes {

  private final List<OccurrenceRow> occurrences = new ArrayList<>();
  private final List<TransitionRow> transitions = new ArrayList<>();
  private final Map<UUID, EpisodeChange> episodes = new LinkedHashMap<>();
  private final Map<UUID, IncidentChange> incidents = new LinkedHashMap<>();
  private final Map<String, Heartbeat> heartbeats = new LinkedHashMap<>();
  private final Map<String, Heartbeat> silences = new LinkedHashMap<>();

  /** What became of one alert. */
  record OccurrenceRow(
      UUID intakeId,
      Instant receivedAt,
      int ordinal,
      String outcome,
      @Nullable String reason,
      @Nullable UUID seriesId,
      @Nullable UUID transitionId) {

    static OccurrenceRow rejected(StoredIntake intake, int ordinal, Alert.Flaw flaw) {
      return new OccurrenceRow(
          intake.id(), intake.receivedAt(), ordinal, "rejected", flaw.code(), null, null);
    }

    static OccurrenceRow merged(
        StoredIntake intake, int ordinal, Outcome.Reason reason, @Nullable UUID seriesId) {
      return new OccurrenceRow(
          intake.id(), intake.receivedAt(), ordinal, "merged", reason.code(), seriesId, null);
    }

    static OccurrenceRow news(StoredIntake intake, int ordinal, UUID seriesId, UUID transitionId) {
      return new OccurrenceRow(
          intake.id(), intake.receivedAt(), ordinal, "news", null, seriesId, transitionId);
    }
  }

  /** A transition as it is stored. */
  record TransitionRow(
      UUID intakeId,
      Instant receivedAt,
      UUID id,
      UUID episodeId,
      UUID incidentId,
      Transition kind,
      Instant at,
      long incidentVersion) {}

  /**
   * An episode as it is now.
   *
   * @param created by these groups
   */
  record EpisodeChange(UUID seriesId, Episode episode, boolean created) {}

  /**
   * An incident as it is now.
   *
   * @param facts of the alert that opened it, if {@code created} by these groups
   */
  record IncidentChange(UUID seriesId, Incident incident, AlertFacts facts, boolean created) {}

  /** A source's sign of life, or the end of it. */
  record Heartbeat(UUID intakeId, String source, Alert.Usable alert, Instant receivedAt) {}

  void add(OccurrenceRow row) {
    occurrences.add(row);
  }

  void add(TransitionRow row) {
    transitions.add(row);
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

  /**
   * A later one counts more than an earlier one; but of several in one webhook a firing one counts, whatever the others say: one
   * Prometheus at least is alive.
   */
  void put(Heartbeat beat) {
    Heartbeat firing = heartbeats.get(beat.source());
    if (beat.alert().status() == Alert.Status.FIRING) {
      heartbeats.put(beat.source(), beat);
      silences.remove(beat.source());
    } else if (firing == null || !firing.intakeId().equals(beat.intakeId())) {
      silences.put(beat.source(), beat);
    }
  }

  List<OccurrenceRow> occurrences() {
    return occurrences;
  }

  List<TransitionRow> transitions() {
    return transitions;
  }

  List<EpisodeChange> episodes(boolean created) {
    return episodes.values().stream().filter(change -> change.created() == created).toList();
  }

  List<IncidentChange> incidents(boolean created) {
    return incidents.values().stream().filter(change -> change.created() == created).toList();
  }

  /** The latest sign of life of each source that gave one. */
  List<Heartbeat> heartbeats() {
    return List.copyOf(heartbeats.values());
  }

  /** Of each source whose sign of life ended after that, or without one, that it did. */
  List<Heartbeat> silences() {
    return List.copyOf(silences.values());
  }

  /** How many alerts of which webhook were set aside; webhooks without such ones are left out. */
  Map<UUID, Long> rejected() {
    return occurrences.stream()
        .filter(row -> "rejected".equals(row.outcome()))
        .collect(Collectors.groupingBy(OccurrenceRow::intakeId, Collectors.counting()));
  }
}
