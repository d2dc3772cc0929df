package dev.iris.incident.reconciliation;

import dev.iris.incident.intake.OwnAlerts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source whose Alertmanagers are known.
 *
 * @param peers all of them, each once
 * @param receivers those that post to this source
 */
record Source(String name, List<Peer> peers, Set<String> receivers, boolean findMissed) {

  Source {
    peers = List.copyOf(peers);
    receivers = Set.copyOf(receivers);
  }

  /** The configured sources; refuses what can not be meant. */
  static List<Source> of(AlertmanagersConfig config) {
    return config.sources().entrySet().stream().map(Source::of).toList();
  }

  private static Source of(Map.Entry<String, AlertmanagersConfig.Cluster> entry) {
    String name = entry.getKey();
    AlertmanagersConfig.Cluster cluster = entry.getValue();
    if (name.equals(OwnAlerts.SOURCE)) {
      throw new IllegalArgumentException(
          "iris.incident.alertmanagers.iris: what Iris itself finds out is no Alertmanager's");
    }
    try {
      List<Peer> peers =
          cluster.urls().stream().map(url -> Peer.of(url, cluster.authorization())).toList();
      if (peers.stream().map(Peer::name).distinct().count() != peers.size()) {
        throw new IllegalArgumentException("an Alertmanager is named twice");
      }
      return new Source(name, peers, cluster.receivers(), cluster.findMissed());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "iris.incident.alertmanagers." + name + ": " + e.getMessage(), e);
    }
  }
}
