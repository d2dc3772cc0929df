package dev.iris.incident.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Iris believes of a source with what its peers said. Pure.
 *
 * <p>Peers do not share alerts. That one has an alert proves that it exists; that one lacks it proves nothing. So what is there
 * is believed of any peer, what is not there only of all of them together.
 */
final class Comparison {

  /** What is not settled in one go is settled in the next. */
  private static final int MOST = 1_000;

  private final Duration staleAfter;
  private final Duration closeAfter;
  private final Duration missedAfter;

  Comparison(ReconciliationConfig config) {
    this.staleAfter = config.staleAfter();
    this.closeAfter = config.closeAfter();
    this.missedAfter = config.missedAfter();
    if (staleAfter.compareTo(closeAfter) >= 0
        || config.timeout().compareTo(config.interval()) >= 0) {
      throw new IllegalArgumentException(
          "iris.incident.reconciliation: stale-after must be shorter than close-after, and timeout than interval");
    }
  }

  /**
   * What one look at all peers of a source showed.
   *
   * @param whole every peer answered, and none that ought to see the source's heartbeat is blind: what is not there is gone
   * @param elapsed since the last whole look
   */
  record Look(PeerView view, boolean whole, Duration elapsed) {}

  /**
   * What becomes of incidents.
   *
   * @param absent their absence goes on, or begins
   * @param seenAgain their absence is over
   */
  record Absences(List<UUID> absent, List<UUID> stale, List<UUID> close, List<UUID> seenAgain) {}

  /** Which of a source's open incidents are still known at Alertmanager, and what that means. */
  Absences absences(List<OpenIncident> open, Look look, Instant now) {
    Absences found =
        new Absences(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (OpenIncident incident : open) {
      if (look.view().known().contains(incident.fingerprint())) {
        if (incident.absence() != null || incident.stale()) {
          found.seenAgain().add(incident.id());
        }
      } else if (look.whole()) {
        absent(incident, look.elapsed(), now, found);
      }
    }
    return found;
  }

  private void absent(OpenIncident incident, Duration elapsed, Instant now, Absences found) {
    found.absent().add(incident.id());
    OpenIncident.Absence absence = incident.absence();
    if (absence == null) {
      return;
    }
    Duration lasted = absence.lasted().plus(elapsed);
    if (lasted.compareTo(closeAfter) >= 0) {
      if (isDue(absence.closingAt(), staleAfter, now) && found.close().size() < MOST) {
        found.close().add(incident.id());
      }
    } else if (lasted.compareTo(staleAfter) >= 0 && !incident.stale()) {
      found.stale().add(incident.id());
    }
  }

  /**
   * What becomes of alerts that have no open incident.
   *
   * @param missed all of them
   * @param report those whose firing is to be stored now
   */
  record Missed(Set<String> missed, List<PeerAlert> report) {}

  /**
   * Which alerts Alertmanager has and never told of.
   *
   * @param open fingerprints of open incidents
   * @param before what was missed at the last look
   */
  Missed missed(
      Source source,
      PeerView view,
      Set<String> open,
      Map<String, MissedFiring> before,
      Instant now) {
    List<PeerAlert> missed =
        view.unheard().values().stream()
            .filter(alert -> !open.contains(alert.fingerprint()))
            .filter(alert -> !view.suppressed().contains(alert.fingerprint()))
            .filter(alert -> alert.receivers().stream().anyMatch(source.receivers()::contains))
            .toList();
    List<PeerAlert> report =
        missed.stream()
            .filter(alert -> isToBeReported(before.get(alert.fingerprint()), now))
            .limit(MOST)
            .toList();
    return new Missed(
        missed.stream().map(PeerAlert::fingerprint).collect(Collectors.toSet()), report);
  }

  private boolean isToBeReported(@Nullable MissedFiring missed, Instant now) {
    return missed != null
        && isDue(missed.since(), missedAfter, now)
        && isDue(missed.reportedAt(), missedAfter, now);
  }

  /** Whether something is so long ago, or never was. */
  private static boolean isDue(@Nullable Instant last, Duration after, Instant now) {
    return last == null || !last.plus(after).isAfter(now);
  }
}
