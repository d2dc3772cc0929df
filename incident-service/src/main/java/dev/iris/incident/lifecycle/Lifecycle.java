package dev.iris.incident.lifecycle;

import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.lifecycle.Episode.End;
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
 *
 * <p>Nor does a startsAt before the last end prove that a firing is an old one: Alertmanager resolves what Prometheus cannot
 * push for a while, and later fires it again with the startsAt it always had. A peer that lags says the same, but not for long;
 * so what decides is how long after the end it was heard.
 */
final class Lifecycle {

  /**
   * A time that lies further ahead than any clock says nothing. Believed, it would end an episode so late that nothing of this
   * series were ever news again.
   */
  private static final Duration CREDIBLE_LEAD = Duration.ofDays(366);

  private final Duration reopenWithin;
  private final Duration peerLag;
  private final Supplier<UUID> ids;

  /**
   * A lifecycle.
   *
   * @param reopenWithin how long after its resolve an incident is reopened and not followed by another
   * @param peerLag how long after one peer's resolve another may still report the firing that it ended
   */
  Lifecycle(Duration reopenWithin, Duration peerLag, Supplier<UUID> ids) {
    this.reopenWithin = reopenWithin;
    this.peerLag = peerLag;
    this.ids = ids;
  }

  /**
   * What one alert makes of a series.
   *
   * @param heardAt when it was received, which may be long before it is taken up
   */
  Outcome apply(SeriesState state, Occurrence alert, Instant heardAt) {
    Instant startsAt = credible(alert.startsAt(), heardAt);
    return switch (alert.status()) {
      case FIRING -> fires(state, startsAt, heardAt);
      case RESOLVED ->
          resolves(state, startsAt, new End(credible(alert.endsAt(), heardAt), heardAt));
    };
  }

  /** What the lifecycle needs of an alert. */
  record Occurrence(Status status, Instant startsAt, @Nullable Instant endsAt) {}

  private Outcome fires(SeriesState state, Instant startsAt, Instant heardAt) {
    return switch (state) {
      case Unheard _ -> open(startsAt);
      case Firing _ -> new Merged(state, Reason.STILL_FIRING);
      case Quiet(var lastEnd, var incident) when startsAt.isAfter(lastEnd.at()) ->
          firesAgain(incident, startsAt);
      // It has not begun when it says, or it would have been news then. Episodes stay disjoint.
      case Quiet(var lastEnd, var incident) when heardAt.isAfter(lastEnd.heardAt().plus(peerLag)) ->
          firesAgain(incident, lastEnd.at());
      case Quiet _ -> new Merged(state, Reason.LATE_FIRING);
    };
  }

  private Outcome firesAgain(Incident.@Nullable Resolved incident, Instant startsAt) {
    return incident != null && incident.isReopenedBy(startsAt, reopenWithin)
        ? began(Transition.REOPENED, incident.reopen(), startsAt)
        : open(startsAt);
  }

  private Outcome resolves(SeriesState state, Instant startsAt, End end) {
    return switch (state) {
      case Unheard _ -> remember(startsAt, end, null);
      case Firing(var episode, var incident) when episode.isEndedBy(startsAt, end.at()) ->
          resolve(episode, incident, end);
      case Firing _ -> new Merged(state, Reason.LATE_RESOLVE);
      case Quiet(var lastEnd, var incident) when startsAt.isAfter(lastEnd.at()) ->
          remember(startsAt, end, incident);
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

  private Outcome resolve(Episode.Open episode, Incident.Open incident, End said) {
    End end = notBefore(episode.startedAt(), said);
    Incident.Resolved resolved = incident.resolve(end.at());
    return new News(
        new Quiet(end, resolved),
        ids.get(),
        Transition.RESOLVED,
        episode.close(end),
        resolved,
        end.at());
  }

  private Outcome remember(Instant startsAt, End said, Incident.@Nullable Resolved incident) {
    End end = notBefore(startsAt, said);
    return new Remembered(
        new Quiet(end, incident), new Episode.Closed(ids.get(), null, startsAt, end));
  }

  private static Instant credible(@Nullable Instant time, Instant heardAt) {
    return time == null || time.isAfter(heardAt.plus(CREDIBLE_LEAD)) ? heardAt : time;
  }

  private static End notBefore(Instant start, End end) {
    return end.at().isBefore(start) ? new End(start, end.heardAt()) : end;
  }
}
