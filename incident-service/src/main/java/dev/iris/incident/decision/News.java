package dev.iris.incident.decision;

import dev.iris.events.IncidentEvent.IncidentFacts;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.intake.AlertFacts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One transition of one incident, and what the alert says that caused it.
 *
 * @param incidentVersion the incident's after this transition
 * @param flaps how often it was reopened by now
 * @param incidentStartsAt when its first episode began
 * @param startsAt when this episode began
 * @param endsAt when this episode ended, of a resolve
 */
public record News(
    UUID transitionId,
    UUID incidentId,
    long incidentVersion,
    int flaps,
    Transition transition,
    AlertFacts facts,
    Instant incidentStartsAt,
    Instant startsAt,
    @Nullable Instant endsAt) {

  /** The incident as events tell of it. */
  public IncidentFacts incident() {
    return new IncidentFacts(
        incidentId,
        facts.source(),
        facts.fingerprint(),
        facts.alertName(),
        facts.instance(),
        facts.service(),
        facts.severity(),
        facts.summary(),
        incidentStartsAt);
  }
}
