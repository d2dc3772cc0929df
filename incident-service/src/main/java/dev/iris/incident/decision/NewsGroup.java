package dev.iris.incident.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The news of one webhook, or what one source's people are reminded of.
 *
 * @param intakeId the webhook; null of reminders, which nobody sent
 * @param receivedAt when the webhook was received, or the moment of the reminders
 * @param truncated alerts that Alertmanager cut off
 */
public record NewsGroup(
    @Nullable UUID intakeId,
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
