package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamEntry;

/**
 * An entry in this consumer's hands.
 *
 * @param deliveries how often it was handed out, this time included
 */
public record Delivery(StreamEntry entry, long deliveries) {

  public String id() {
    return entry.id();
  }

  /** The same entry, handed out once more. */
  public Delivery again() {
    return new Delivery(entry, deliveries + 1);
  }
}
