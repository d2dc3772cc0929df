package dev.iris.incident.intake;

import java.util.List;
import java.util.Map;

/**
 * A webhook body, understood.
 *
 * @param groupKey Alertmanager's own name of the group; empty where none was given
 * @param truncated alerts that Alertmanager cut off before it sent ({@code max_alerts})
 */
public record AlertGroup(
    String groupKey, Map<String, String> groupLabels, int truncated, List<Alert> alerts) {
  public AlertGroup {
    groupLabels = Map.copyOf(groupLabels);
    alerts = List.copyOf(alerts);
  }
}
