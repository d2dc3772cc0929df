package dev.iris.messaging.redis;

import java.util.Map;

/**
 * Where a message came from.
 *
 * @param entryId the id that Redis gave the entry
 * @param deliveries how often the entry was handed to a handler, this time included; more than 1
 *     after failures and after a consumer died
 * @param fields everything the entry holds, the payload included, in its order
 */
public record IncomingRedisStreamsMetadata(
    String stream,
    String entryId,
    String group,
    String consumer,
    long deliveries,
    Map<String, String> fields) {

  /** Leaves out the fields, which are the application's data. */
  @Override
  public String toString() {
    return "IncomingRedisStreamsMetadata[%s %s, %s of %s, delivery %d]"
        .formatted(stream, entryId, consumer, group, deliveries);
  }
}
