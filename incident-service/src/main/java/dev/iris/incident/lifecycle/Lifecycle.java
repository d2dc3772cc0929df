package dev.iris.incident.lifecycle;

import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.lifecycle.Outcome.Merged;
import dev.iris.incident.lifecycle.Outcome.News;
import dev.iris.incident.lifecycle.Outcome.Reason;
import dev.iris.incident.lifecycle.Outcome.Remembered;
import dev.iris.incident.lifecycle.SeriesState.Firing;
import dev.iris.incident.lifecycle.SeriesState.Quiet;
import dev.iris.incident.lifecycle.SeriesState.Unheard;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an alert makes of its series. Pure but for the ids it takes. {@code startsAt} is not identity: peers report the
 * same firing with different ones, so an alert is compared with the periods that are known, never with another's startsAt.
 */
final class Lifecycle {

  /**
   * A time that lies further ahead than any clock says nothing. Believed, it would end an episode so late that nothing of this
   * series were ever news again.
   */
  private static final Duration CREDIBLE_LEAD = Duration.ofDays(366);

  private final Duration reopenWithin;
  private final Supplier<UUID> ids;

  /**
   * A lifecycle.
   *
   * @param reopenWithin how long after its resolve an incident is reopened and not followed by another
   */
  Lifecycle(Duration reopenWithin, Supplier<UUID> ids) {
    this.reopenWithin = reopenWithin;
    this.ids = ids;
  }

  /**
   * What one alert makes of a series.
   *
   * @param now when it was received
   */
  Outcome apply(SeriesState state, Occurrence alert, Instant now) {
    return switch (alert.status()) {
      case FIRING -> fires(state, credible(alert.startsAt(), now));
      case RESOLVED ->
          resolves(state, credible(alert.startsAt(), now), credible(alert.endsAt(), now));
    };
  }

  /** What the lifecycle needs of an alert. */
  record Occurrence(Status status, Instant startsAt, @Nullable Instant endsAt) {}

  private Outcome fires(SeriesState state, Instant startsAt) {
    return switch (state) {
      case Unheard _ -> open(startsAt);
      case Firing _ -> new Merged(state, Reason.STILL_FIRING);
      case Quiet quiet when !startsAt.isAfter(quiet.lastEndedAt()) ->
          new Merged(state, Reason.LATE_FIRING);
      case Quiet(_, var incident)
          when incident != null && incident.isReopenedBy(startsAt, reopenWithin) ->
          began(Transition.REOPENED, incident.reopen(), startsAt);
      case Quiet _ -> open(startsAt);
    };
  }

  private Outcome resolves(SeriesState state, Instant startsAt, Instant endsAt) {
    return switch (state) {
      case Unheard _ -> remember(startsAt, endsAt, null);
      case Firing(var episode, var incident) when episode.isEndedBy(startsAt, endsAt) ->
          resolve(episode, incident, endsAt);
      case Firing _ -> new Merged(state, Reason.LATE_RESOLVE);
      case Quiet quiet when startsAt.isAfter(quiet.lastEndedAt()) ->
          remember(startsAt, endsAt, quiet.incident());
      case Quiet _ -> new Merged(state, Reason.ALREADY_RESOLVED);
    };
  }

  private Outcome open(Instant startsAt) {
    return began(Transition.OPENED, Incident.Open.of(ids.get(), startsAt), startsAt);
  }

  private Outcome began(Transition transition, Incident.Open incident, Instant startsAt) {
    Episode.Open episode = new Episode.Open(ids.get(), incident.id(), startsAt);
    return new News(
        new Firing(episode, incident), ids.get(), transition, episode, incident, startsAt);
  }

  private Outcome resolve(Episode.Open episode, Incident.Open incident, Instant endsAt) {
    Instant endedAt = latest(endsAt, episode.startedAt());
    Incident.Resolved resolved = incident.resolve(endedAt);
    return new News(
        new Quiet(endedAt, resolved),
        ids.get(),
        Transition.RESOLVED,
        episode.close(endedAt),
        resolved,
        endedAt);
  }

  private Outcome remember(Instant startsAt, Instant endsAt, Incident.@Nullable Resolved incident) {
    Instant endedAt = latest(endsAt, startsAt);
    return new Remembered(
        new Quiet(endedAt, incident), new Episode.Closed(ids.get(), null, startsAt, endedAt));
  }

  private static Instant credible(@Nullable Instant time, Instant now) {
    return time == null || time.isAfter(now.plus(CREDIBLE_LEAD)) ? now : time;
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
