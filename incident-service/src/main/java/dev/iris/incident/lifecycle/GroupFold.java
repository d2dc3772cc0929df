package dev.iris.incident.lifecycle;

import dev.iris.incident.decision.News;
import dev.iris.incident.intake.Alert;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.intake.StoredIntake;
import dev.iris.incident.lifecycle.Changes.EpisodeChange;
import dev.iris.incident.lifecycle.Changes.Heartbeat;
import dev.iris.incident.lifecycle.Changes.IncidentChange;
import dev.iris.incident.lifecycle.Changes.OccurrenceRow;
import dev.iris.incident.lifecycle.Changes.TransitionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies the alerts of groups, one group after the other and each in its order, to the series they are about, and collects what
 * is to be stored. The same series may occur more than once. Pure but for the ids that the lifecycle takes.
 */
final class GroupFold {

  private final Lifecycle lifecycle;
  private final String heartbeatAlert;
  private final Map<SeriesKey, Series> series = new HashMap<>();
  private final Changes changes = new Changes();

  /**
   * A fold.
   *
   * @param series where the series of all alerts stand, each locked until the changes are stored
   */
  GroupFold(Lifecycle lifecycle, String heartbeatAlert, List<Series> series) {
    this.lifecycle = lifecycle;
    this.heartbeatAlert = heartbeatAlert;
    series.forEach(one -> this.series.put(one.key(), one));
  }

  /** What tells one series from another. */
  record SeriesKey(String source, String fingerprint) {}

  /** A series and where it stands. */
  record Series(UUID id, SeriesKey key, SeriesState state) {}

  /** All that is to be stored so far. */
  Changes changes() {
    return changes;
  }

  /** Applies one group; answers with what of it is news. */
  List<News> fold(TakenGroup taken) {
    StoredIntake intake = taken.intake();
    List<News> news = new ArrayList<>();
    for (Alert alert : taken.group().alerts()) {
      switch (alert) {
        case Alert.Unusable(var ordinal, var flaw) ->
            changes.add(OccurrenceRow.rejected(intake, ordinal, flaw));
        case Alert.Usable usable when usable.name().equals(heartbeatAlert) -> beat(intake, usable);
        case Alert.Usable usable -> apply(intake, usable, news);
      }
    }
    return news;
  }

  private void beat(StoredIntake intake, Alert.Usable alert) {
    changes.add(OccurrenceRow.merged(intake, alert.ordinal(), Outcome.Reason.HEARTBEAT, null));
    changes.put(new Heartbeat(intake.id(), intake.source(), alert, intake.receivedAt()));
  }

  private void apply(StoredIntake intake, Alert.Usable alert, List<News> news) {
    SeriesKey key = new SeriesKey(intake.source(), alert.fingerprint());
    Series before = Objects.requireNonNull(series.get(key), "every series was loaded");
    Lifecycle.Occurrence occurrence =
        new Lifecycle.Occurrence(alert.status(), alert.startsAt(), alert.endsAt());
    Outcome outcome = lifecycle.apply(before.state(), occurrence, intake.receivedAt());
    series.put(key, new Series(before.id(), key, outcome.state()));
    switch (outcome) {
      case Outcome.Merged(_, var reason) ->
          changes.add(OccurrenceRow.merged(intake, alert.ordinal(), reason, before.id()));
      case Outcome.Remembered(_, var episode) -> {
        changes.add(
            OccurrenceRow.merged(
                intake, alert.ordinal(), Outcome.Reason.RESOLVE_OF_UNKNOWN, before.id()));
        changes.put(new EpisodeChange(before.id(), episode, true));
      }
      case Outcome.News told -> news.add(tell(intake, alert, before.id(), told));
    }
  }

  private News tell(StoredIntake intake, Alert.Usable alert, UUID seriesId, Outcome.News outcome) {
    AlertFacts facts = AlertFacts.of(intake.source(), alert);
    Incident incident = outcome.incident();
    Episode episode = outcome.episode();
    changes.add(OccurrenceRow.news(intake, alert.ordinal(), seriesId, outcome.transitionId()));
    changes.put(new EpisodeChange(seriesId, episode, episode instanceof Episode.Open));
    changes.put(new IncidentChange(seriesId, incident, facts, incident.version() == 1));
    changes.add(
        new TransitionRow(
            intake.id(),
            intake.receivedAt(),
            outcome.transitionId(),
            episode.id(),
            incident.id(),
            outcome.transition(),
            outcome.at(),
            incident.version()));
    return new News(
        outcome.transitionId(),
        incident.id(),
        incident.version(),
        incident.flaps(),
        outcome.transition(),
        facts,
        incident.startsAt(),
        episode.startedAt(),
        endOf(episode));
  }

  private static @Nullable Instant endOf(Episode episode) {
    return episode instanceof Episode.Closed closed ? closed.end().at() : null;
  }
}
