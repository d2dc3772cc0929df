package dev.iris.incident.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The news of one webhook.
 *
 * @param truncated alerts that Alertmanager cut off
 */
public record NewsGroup(
    UUID intakeId,
    String source,
    Instant receivedAt,
    Map<String, String> groupLabels,
    int truncated,
    List<News> news) {
  public NewsGroup {
    groupLabels = Map.copyOf(groupLabels);
    news = List.copyOf(news);
  }
}
