package dev.iris.messaging.redis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says for one message what the configuration of its channel says otherwise. Immutable. */
public final class OutgoingRedisStreamsMetadata {

  private final @Nullable String stream;
  private final Map<String, String> fields;

  private OutgoingRedisStreamsMetadata(@Nullable String stream, Map<String, String> fields) {
    this.stream = stream;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Sends the message to this stream instead of the channel's. */
  public static OutgoingRedisStreamsMetadata ofStream(String stream) {
    return new OutgoingRedisStreamsMetadata(Objects.requireNonNull(stream, "stream"), Map.of());
  }

  /**
   * Adds fields to the entry; those that the connector writes itself (payload, trace headers) win.
   */
  public static OutgoingRedisStreamsMetadata ofFields(Map<String, String> fields) {
    return new OutgoingRedisStreamsMetadata(null, fields);
  }

  /** This with one more field. */
  public OutgoingRedisStreamsMetadata withField(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new OutgoingRedisStreamsMetadata(stream, more);
  }

  /** The stream, if not the channel's. */
  public Optional<String> stream() {
    return Optional.ofNullable(stream);
  }

  /** The additional fields. */
  public Map<String, String> fields() {
    return fields;
  }
}
