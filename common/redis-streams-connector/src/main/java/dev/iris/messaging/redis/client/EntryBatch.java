package dev.iris.messaging.redis.client;

import java.util.List;

/**
 * Entries that now belong to one consumer.
 *
 * @param entries in the order of the stream
 * @param deletedIds entries that were trimmed or deleted while they were pending: their content is
 *     lost
 * @param anonymousDeletions further lost entries, which Redis 6.2 reports without their ids
 * @param cursor where the next scan starts; {@code 0-0} once everything was seen
 */
public record EntryBatch(
    List<StreamEntry> entries, List<String> deletedIds, int anonymousDeletions, String cursor) {

  public static final String SCAN_START = "0-0";

  public EntryBatch {
    entries = List.copyOf(entries);
    deletedIds = List.copyOf(deletedIds);
  }

  static EntryBatch empty() {
    return new EntryBatch(List.of(), List.of(), 0, SCAN_START);
  }

  /** Whether a scan of the pending entries has come round. */
  public boolean scanIsComplete() {
    return cursor.equals(SCAN_START);
  }
}
