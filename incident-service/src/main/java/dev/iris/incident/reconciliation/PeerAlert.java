package dev.iris.incident.reconciliation;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a peer has as active.
 *
 * @param labels with an {@code alertname}
 * @param receivers whom its routes lead to
 */
record PeerAlert(
    String fingerprint,
    Map<String, String> labels,
    Map<String, String> annotations,
    Instant startsAt,
    @Nullable String generatorUrl,
    Set<String> receivers) {

  PeerAlert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    receivers = Set.copyOf(receivers);
  }
}
