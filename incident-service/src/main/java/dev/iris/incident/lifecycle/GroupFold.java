package dev.iris.incident.lifecycle;

import dev.iris.incident.decision.News;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.lifecycle.Changes.EpisodeChange;
import dev.iris.incident.lifecycle.Changes.IncidentChange;
import dev.iris.incident.lifecycle.Changes.OccurrenceRow;
import dev.iris.incident.lifecycle.Changes.TransitionRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies the alerts of one group, in their order, to the series they are about, and collects what is to be stored. The same
 * series may occur more than once. Pure but for the ids that the lifecycle takes.
 */
final class GroupFold {

  private final Lifecycle lifecycle;
  private final String source;
  private final Instant receivedAt;
  private final String heartbeatAlert;
  private final Map<String, Series> series = new HashMap<>();
  private final Changes changes = new Changes();

  /**
   * A fold over one group.
   *
   * @param series where the series of its alerts stand, each locked until the changes are stored
   */
  GroupFold(
      Lifecycle lifecycle,
      String source,
      Instant receivedAt,
      String heartbeatAlert,
      List<Series> series) {
    this.lifecycle = lifecycle;
    this.source = source;
    this.receivedAt = receivedAt;
    this.heartbeatAlert = heartbeatAlert;
    series.forEach(one -> this.series.put(one.fingerprint(), one));
  }

  /** A series and where it stands. */
  record Series(UUID id, String fingerprint, SeriesState state) {}

  Changes fold(List<Alert> alerts) {
    for (Alert alert : alerts) {
      switch (alert) {
        case Alert.Unusable(var ordinal, var flaw) ->
            changes.add(OccurrenceRow.rejected(ordinal, flaw));
        case Alert.Usable usable when usable.name().equals(heartbeatAlert) -> beat(usable);
        case Alert.Usable usable -> apply(usable);
      }
    }
    return changes;
  }

  private void beat(Alert.Usable alert) {
    changes.add(OccurrenceRow.merged(alert.ordinal(), Outcome.Reason.HEARTBEAT, null));
    changes.heartbeat(alert);
  }

  private void apply(Alert.Usable alert) {
    Series before =
        Objects.requireNonNull(series.get(alert.fingerprint()), "every series was loaded");
    Lifecycle.Occurrence occurrence =
        new Lifecycle.Occurrence(alert.status(), alert.startsAt(), alert.endsAt());
    Outcome outcome = lifecycle.apply(before.state(), occurrence, receivedAt);
    series.put(alert.fingerprint(), new Series(before.id(), before.fingerprint(), outcome.state()));
    switch (outcome) {
      case Outcome.Merged(_, var reason) ->
          changes.add(OccurrenceRow.merged(alert.ordinal(), reason, before.id()));
      case Outcome.Remembered(_, var episode) -> {
        changes.add(
            OccurrenceRow.merged(alert.ordinal(), Outcome.Reason.RESOLVE_OF_UNKNOWN, before.id()));
        changes.put(new EpisodeChange(before.id(), episode, true));
      }
      case Outcome.News news -> tell(alert, before.id(), news);
    }
  }

  private void tell(Alert.Usable alert, UUID seriesId, Outcome.News outcome) {
    AlertFacts facts = AlertFacts.of(source, alert);
    Incident incident = outcome.incident();
    Episode episode = outcome.episode();
    changes.add(OccurrenceRow.news(alert.ordinal(), seriesId, outcome.transitionId()));
    changes.put(new EpisodeChange(seriesId, episode, episode instanceof Episode.Open));
    changes.put(new IncidentChange(seriesId, incident, facts, incident.version() == 1));
    changes.add(
        new TransitionRow(
            outcome.transitionId(),
            episode.id(),
            incident.id(),
            outcome.transition(),
            outcome.at(),
            incident.version()));
    changes.add(
        new News(
            outcome.transitionId(),
            incident.id(),
            incident.version(),
            incident.flaps(),
            outcome.transition(),
            facts,
            incident.startsAt(),
            episode.startedAt(),
            endOf(episode)));
  }

  private static @Nullable Instant endOf(Episode episode) {
    return episode instanceof Episode.Closed closed ? closed.end().at() : null;
  }
}
