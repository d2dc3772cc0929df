package dev.iris.incident.decision;

import io.opentelemetry.context.Context;
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
 * @param trace that the webhook came in; what is told about it goes on there. Null for the one that runs
 */
public record NewsGroup(
    @Nullable UUID intakeId,
    String source,
    Instant receivedAt,
    Map<String, String> groupLabels,
    int truncated,
    List<News> news,
    @Nullable Context trace) {
  public NewsGroup {
    groupLabels = Map.copyOf(groupLabels);
    news = List.copyOf(news);
  }

  /** News that is told about in the trace that runs. */
  public NewsGroup(
      @Nullable UUID intakeId,
      String source,
      Instant receivedAt,
      Map<String, String> groupLabels,
      int truncated,
      List<News> news) {
    this(intakeId, source, receivedAt, groupLabels, truncated, news, null);
  }
}
