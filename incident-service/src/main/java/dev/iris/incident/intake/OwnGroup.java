package dev.iris.incident.intake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that Iris itself has found out about, grouped as Alertmanager would have grouped them.
 *
 * @param source whose series they are; {@link OwnAlerts#SOURCE} where they are nobody else's
 * @param groupLabels what they share; groups of one source with the same labels are taken up one after the other
 * @param alerts at least one
 */
public record OwnGroup(
    String source, Origin origin, Map<String, String> groupLabels, List<OwnAlert> alerts) {

  public OwnGroup {
    groupLabels = Map.copyOf(groupLabels);
    alerts = List.copyOf(alerts);
    if (alerts.isEmpty() || origin == Origin.WEBHOOK) {
      throw new IllegalArgumentException("a group of Iris' own has alerts and is no webhook");
    }
  }

  /**
   * One alert of Iris' own.
   *
   * @param fingerprint the one its series is known by; without one that of its labels, as Alertmanager computes it
   * @param labels with an {@code alertname}
   * @param endsAt of a resolved one, where it is known
   */
  public record OwnAlert(
      Alert.Status status,
      @Nullable String fingerprint,
      Map<String, String> labels,
      Map<String, String> annotations,
      Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable String generatorUrl) {

    public OwnAlert {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }
}
