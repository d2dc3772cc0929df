package dev.iris.incident.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.incident.intake.Alert.Flaw;
import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.intake.Alert.Unusable;
import dev.iris.incident.intake.Alert.Usable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Understands one alert, or says what is wrong with it. */
final class AlertReader {

  /** Go's zero time: "none was given". */
  private static final Instant ZERO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private AlertReader() {}

  static Alert read(int ordinal, @Nullable JsonNode node) {
    if (node == null || !node.isObject()) {
      return new Unusable(ordinal, Flaw.NOT_AN_OBJECT);
    }
    Map<String, String> labels = new HashMap<>();
    Flaw flaw = readLabels(node.get("labels"), labels);
    if (flaw != null) {
      return new Unusable(ordinal, flaw);
    }
    Status status = status(node.get("status"));
    if (status == null) {
      return new Unusable(ordinal, Flaw.STATUS_UNUSABLE);
    }
    Instant startsAt = time(node.get("startsAt"));
    if (startsAt == null) {
      return new Unusable(ordinal, Flaw.STARTS_AT_UNUSABLE);
    }
    Instant endsAt = null;
    if (status == Status.RESOLVED && isGiven(node.get("endsAt"))) {
      endsAt = time(node.get("endsAt"));
      if (endsAt == null) {
        return new Unusable(ordinal, Flaw.ENDS_AT_UNUSABLE);
      }
    }
    return new Usable(
        ordinal,
        status,
        fingerprint(node.get("fingerprint"), labels),
        labels,
        AlertGroupReader.lenientTexts(node.get("annotations")),
        startsAt,
        ZERO_TIME.equals(endsAt) ? null : endsAt);
  }

  private static @Nullable Flaw readLabels(@Nullable JsonNode node, Map<String, String> into) {
    if (node == null || node.isNull()) {
      return Flaw.LABELS_MISSING;
    }
    if (!node.isObject()) {
      return Flaw.LABELS_UNUSABLE;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value.isContainerNode()) {
        return Flaw.LABELS_UNUSABLE;
      }
      // To Prometheus a label without a value is no label.
      if (!value.isNull() && !value.asText().isEmpty()) {
        into.put(StorableText.of(field.getKey()), StorableText.of(value.asText()));
      }
    }
    if (into.isEmpty()) {
      return Flaw.LABELS_MISSING;
    }
    return into.getOrDefault("alertname", "").isBlank() ? Flaw.ALERTNAME_MISSING : null;
  }

  private static @Nullable Status status(@Nullable JsonNode node) {
    return switch (node == null ? "" : node.asText()) {
      case "firing" -> Status.FIRING;
      case "resolved" -> Status.RESOLVED;
      default -> null;
    };
  }

  private static @Nullable Instant time(@Nullable JsonNode node) {
    if (node == null || !node.isTextual()) {
      return null;
    }
    try {
      Instant time =
          OffsetDateTime.parse(node.textValue()).toInstant().truncatedTo(ChronoUnit.MICROS);
      return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String fingerprint(@Nullable JsonNode node, Map<String, String> labels) {
    return node != null && node.isTextual() && Fingerprint.isOne(node.textValue())
        ? node.textValue()
        : Fingerprint.of(labels);
  }

  private static boolean isGiven(@Nullable JsonNode node) {
    return node != null && !node.isNull();
  }
}
