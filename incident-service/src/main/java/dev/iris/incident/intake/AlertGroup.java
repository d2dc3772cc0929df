package dev.iris.incident.intake;

import java.util.List;
import java.util.Map;

/**
 * A webhook body, understood.
 *
 * @param truncated alerts that Alertmanager cut off before it sent ({@code max_alerts})
 */
public record AlertGroup(Map<String, String> groupLabels, int truncated, List<Alert> alerts) {
  public AlertGroup {
    groupLabels = Map.copyOf(groupLabels);
    alerts = List.copyOf(alerts);
  }
}
