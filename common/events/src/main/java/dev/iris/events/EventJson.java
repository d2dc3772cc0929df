package dev.iris.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes as JSON: {@code {eventId, type, version, occurredAt, subject, sequence, traceparent, payload}}. Readers ignore
 * fields they do not know, so that producers may add some.
 */
public final class EventJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private EventJson() {}

  /** The envelope's JSON. */
  public static String write(Envelope envelope) {
    try {
      return MAPPER.writeValueAsString(
          new Wire(
              envelope.eventId(),
              envelope.type(),
              envelope.version(),
              envelope.occurredAt(),
              envelope.subject(),
              envelope.sequence(),
              envelope.traceparent(),
              MAPPER.valueToTree(envelope.event())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of ours must be writable", e);
    }
  }

  /**
   * The envelope that a text holds.
   *
   * @throws UndecodableEventException if it is no JSON, no envelope, or an event of a type or shape that is unknown
   */
  public static Envelope read(String json) {
    try {
      Wire wire = MAPPER.readValue(json, Wire.class);
      if (wire == null
          || wire.eventId == null
          || wire.type == null
          || wire.occurredAt == null
          || wire.payload == null) {
        throw new UndecodableEventException(
            "an envelope lacks eventId, type, occurredAt or payload");
      }
      Event event = MAPPER.treeToValue(wire.payload, EventCatalog.of(wire.type).eventClass());
      return new Envelope(
          wire.eventId, wire.version, wire.occurredAt, wire.sequence, wire.traceparent, event);
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      throw new UndecodableEventException(
          "not the JSON of a known event: " + e.getClass().getSimpleName(), e);
    }
  }

  private record Wire(
      @Nullable UUID eventId,
      @Nullable String type,
      int version,
      @Nullable Instant occurredAt,
      @Nullable String subject,
      long sequence,
      @Nullable String traceparent,
      @Nullable JsonNode payload) {}
}
