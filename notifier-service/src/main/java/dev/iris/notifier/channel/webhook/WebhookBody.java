package dev.iris.notifier.channel.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.channel.Outbound;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook receives: version 1 of a promise to programs of others. Fields may be added; none is renamed, removed or given
 * another meaning without a new version.
 *
 * @param id of the notification; the same on all channels
 * @param deliveryId the same at each attempt, and equal to the {@code webhook-id} header
 * @param alerts at most 100, the gravest first; {@code counts} has all
 */
@JsonPropertyOrder({"type", "version"})
record WebhookBody(
    String type,
    int version,
    UUID id,
    UUID deliveryId,
    Audience audience,
    String source,
    Map<String, String> groupLabels,
    Counts counts,
    List<Alert> alerts,
    URI link) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /** Who is told. */
  record Audience(String id, String name) {}

  /** How many pieces of news; {@code truncatedBySource} were cut off before Iris saw them. */
  record Counts(int opened, int reopened, int resolved, int reminders, int truncatedBySource) {}

  /** One piece of news; {@code status} is opened, reopened, resolved or reminder, which has {@code stillFiringAt}. */
  record Alert(
      UUID id,
      UUID incidentId,
      String status,
      String alertName,
      @Nullable String instance,
      @Nullable String service,
      String severity,
      String summary,
      @Nullable String description,
      @Nullable String runbookUrl,
      Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable Instant stillFiringAt,
      Map<String, String> labels,
      URI link) {}

  static WebhookBody of(Outbound outbound) {
    NotificationRequested content = outbound.notification();
    return new WebhookBody(
        "notification",
        1,
        content.notificationId(),
        outbound.deliveryId(),
        new Audience(content.audience().id(), content.audience().name()),
        content.source(),
        content.groupLabels(),
        new Counts(
            content.totals().opened(),
            content.totals().reopened(),
            content.totals().resolved(),
            content.totals().reminders(),
            content.truncatedBySource()),
        content.alerts().stream().map(WebhookBody::alert).toList(),
        content.link());
  }

  /** The JSON of this or another body of ours. */
  static byte[] json(Record body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a body of ours must be writable", e);
    }
  }

  private static Alert alert(AlertNews news) {
    return new Alert(
        news.transitionId(),
        news.incidentId(),
        news.transition().name().toLowerCase(Locale.ROOT),
        news.alertName(),
        news.instance(),
        news.service(),
        news.severity(),
        news.summary(),
        news.description(),
        news.runbookUrl(),
        news.startsAt(),
        news.endsAt(),
        news.stillFiringAt(),
        news.labels(),
        news.link());
  }
}
