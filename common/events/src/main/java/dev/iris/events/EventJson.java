package dev.iris.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
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
          new Outgoing(
              envelope.eventId(),
              envelope.type(),
              envelope.version(),
              envelope.occurredAt(),
              envelope.subject(),
              envelope.sequence(),
              envelope.traceparent(),
              envelope.event()));
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
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UndecodableEventException("not the JSON of an envelope");
      }
      Incoming incoming = new Incoming();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        incoming.take(name, parser);
      }
      return incoming.envelope();
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw new UndecodableEventException(
          "not the JSON of a known event: " + e.getClass().getSimpleName(), e);
    }
  }

  /** As it is written: the payload last, so that a reader knows its type by then. */
  private record Outgoing(
      UUID eventId,
      String type,
      int version,
      Instant occurredAt,
      String subject,
      long sequence,
      @Nullable String traceparent,
      Event payload) {}

  /** What was read so far. A payload that comes before its type is kept as a tree until the type is known. */
  private static final class Incoming {
    private @Nullable UUID eventId;
    private @Nullable String type;
    private @Nullable Integer version;
    private @Nullable Instant occurredAt;
    private @Nullable Long sequence;
    private @Nullable String traceparent;
    private @Nullable JsonNode tree;
    private @Nullable Event payload;

    void take(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "eventId" -> eventId = MAPPER.readValue(parser, UUID.class);
        case "type" -> type = MAPPER.readValue(parser, String.class);
        case "version" -> version = MAPPER.readValue(parser, Integer.class);
        case "occurredAt" -> occurredAt = MAPPER.readValue(parser, Instant.class);
        case "sequence" -> sequence = MAPPER.readValue(parser, Long.class);
        case "traceparent" -> traceparent = MAPPER.readValue(parser, String.class);
        case "payload" -> takePayload(parser);
        default -> parser.skipChildren();
      }
    }

    private void takePayload(JsonParser parser) throws IOException {
      if (type == null) {
        tree = MAPPER.readTree(parser);
      } else {
        payload = MAPPER.readValue(parser, EventCatalog.of(type).eventClass());
      }
    }

    Envelope envelope() throws IOException {
      if (payload == null && tree != null && type != null) {
        payload = MAPPER.treeToValue(tree, EventCatalog.of(type).eventClass());
      }
      if (eventId == null
          || type == null
          || version == null
          || occurredAt == null
          || sequence == null
          || payload == null) {
        throw new UndecodableEventException(
            "an envelope lacks eventId, type, version, occurredAt, sequence or payload");
      }
      return new Envelope(eventId, version, occurredAt, sequence, traceparent, payload);
    }
  }
}
