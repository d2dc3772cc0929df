package dev.iris.incident.browse;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An incident in a list. */
public record IncidentItem(
    UUID id,
    String status,
    String alertName,
    @Nullable String instance,
    String severity,
    @Nullable String service,
    String summary,
    Instant startsAt,
    @Nullable Instant resolvedAt,
    String source,
    String fingerprint,
    Map<String, String> labels,
    Map<String, String> annotations) {

  static IncidentItem of(IncidentEntity entity) {
    return new IncidentItem(
        entity.id,
        entity.status,
        entity.alertName,
        entity.instance,
        entity.severity,
        entity.service,
        entity.summary,
        entity.startsAt,
        entity.resolvedAt,
        entity.source,
        entity.fingerprint,
        entity.labels,
        entity.annotations);
  }
}
