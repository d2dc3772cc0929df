package dev.iris.messaging.redis.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entry of a stream as Redis holds it; fields keep their order. */
public record StreamEntry(String id, Map<String, String> fields) {

  public StreamEntry {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  @Override
  public String toString() {
    // fields are the application's data and never logged
    return id;
  }
}
