package dev.iris.incident.reconciliation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What peers said, one or several together.
 *
 * @param known the fingerprints of all alerts that one of them has, whether silenced, inhibited or active
 * @param suppressed those that one of them keeps to itself
 * @param unheard alerts that one has as active and that are of no open incident; not all of them, if they are many
 * @param alive the alert that always fires is among them
 */
record PeerView(
    Set<String> known, Set<String> suppressed, Map<String, PeerAlert> unheard, boolean alive) {

  PeerView {
    known = Set.copyOf(known);
    suppressed = Set.copyOf(suppressed);
    unheard = Map.copyOf(unheard);
  }

  static PeerView together(List<PeerView> views) {
    Set<String> known = new HashSet<>();
    Set<String> suppressed = new HashSet<>();
    Map<String, PeerAlert> unheard = new HashMap<>();
    for (PeerView view : views) {
      known.addAll(view.known());
      suppressed.addAll(view.suppressed());
      view.unheard().forEach(unheard::putIfAbsent);
    }
    return new PeerView(known, suppressed, unheard, views.stream().anyMatch(PeerView::alive));
  }
}
