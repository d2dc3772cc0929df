package dev.iris.messaging.redis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry that was given up.
 *
 * @param deliveries how often it was handed to a handler
 * @param reason the message of the failure that ended it, or a sentence of the connector
 * @param exceptionClass the class of that failure
 * @param fields everything the entry held, trace headers included, in its order
 */
public record DeadLetter(
    String stream,
    String group,
    String consumer,
    String entryId,
    long deliveries,
    String reason,
    String exceptionClass,
    Map<String, String> fields) {

  public DeadLetter {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Leaves out the fields, which are the application's data. */
  @Override
  public String toString() {
    return "DeadLetter[%s %s of %s after %d deliveries: %s]"
        .formatted(stream, entryId, group, deliveries, exceptionClass);
  }
}
