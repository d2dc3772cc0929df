package dev.iris.messaging.redis.client;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes answers in both protocol versions: what RESP3 sends as a map is a flat array in RESP2.
 */
final class Replies {

  private Replies() {}

  /**
   * {@code XREADGROUP} on one stream: nil, {@code {stream: entries}} or {@code [[stream,
   * entries]]}.
   */
  static EntryBatch readGroup(io.vertx.mutiny.redis.client.@Nullable Response reply) {
    Response raw = raw(reply);
    if (raw == null || raw.size() == 0) {
      return EntryBatch.empty();
    }
    Response entries = isMap(raw) ? raw.get(raw.getKeys().iterator().next()) : raw.get(0).get(1);
    return batch(entries, null, EntryBatch.SCAN_START);
  }

  /** {@code XAUTOCLAIM}: cursor, entries and, from Redis 7.0 on, the ids that no longer exist. */
  static EntryBatch autoClaim(io.vertx.mutiny.redis.client.@Nullable Response reply) {
    Response raw = raw(reply);
    if (raw == null) {
      return EntryBatch.empty();
    }
    return batch(raw.get(1), raw.size() > 2 ? raw.get(2) : null, raw.get(0).toString());
  }

  static List<StreamEntry> entries(io.vertx.mutiny.redis.client.@Nullable Response reply) {
    Response raw = raw(reply);
    return raw == null ? List.of() : batch(raw, null, EntryBatch.SCAN_START).entries();
  }

  /** {@code XPENDING} with a range. */
  static List<PendingEntry> pending(io.vertx.mutiny.redis.client.@Nullable Response reply) {
    Response raw = raw(reply);
    List<PendingEntry> pending = new ArrayList<>();
    for (int i = 0; raw != null && i < raw.size(); i++) {
      Response row = raw.get(i);
      pending.add(
          new PendingEntry(
              row.get(0).toString(), row.get(1).toString(), (long) number(row.get(3))));
    }
    return pending;
  }

  static List<String> strings(io.vertx.mutiny.redis.client.@Nullable Response reply) {
    Response raw = raw(reply);
    List<String> strings = new ArrayList<>();
    for (int i = 0; raw != null && i < raw.size(); i++) {
      strings.add(raw.get(i).toString());
    }
    return strings;
  }

  /** The backlog of one group out of {@code XINFO GROUPS}; null when there is no such group. */
  static @Nullable GroupBacklog backlog(
      io.vertx.mutiny.redis.client.@Nullable Response reply, String group) {
    Response raw = raw(reply);
    for (int i = 0; raw != null && i < raw.size(); i++) {
      Map<String, Response> row = attributes(raw.get(i));
      Response name = row.get("name");
      if (name != null && name.toString().equals(group)) {
        return new GroupBacklog(number(row.get("pending")), number(row.get("lag")));
      }
    }
    return null;
  }

  private static EntryBatch batch(
      @Nullable Response entries, @Nullable Response deleted, String cursor) {
    List<StreamEntry> found = new ArrayList<>();
    List<String> deletedIds = new ArrayList<>();
    int anonymous = 0;
    for (int i = 0; entries != null && i < entries.size(); i++) {
      Response entry = entries.get(i);
      if (entry == null) {
        anonymous++;
      } else if (entry.get(1) == null) {
        deletedIds.add(entry.get(0).toString());
      } else {
        found.add(new StreamEntry(entry.get(0).toString(), fields(entry.get(1))));
      }
    }
    for (int i = 0; deleted != null && i < deleted.size(); i++) {
      deletedIds.add(deleted.get(i).toString());
    }
    return new EntryBatch(found, deletedIds, anonymous, cursor);
  }

  private static Map<String, String> fields(Response flat) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return fields;
  }

  private static Map<String, Response> attributes(Response row) {
    Map<String, Response> attributes = new LinkedHashMap<>();
    if (isMap(row)) {
      row.getKeys().forEach(key -> attributes.put(key, row.get(key)));
    } else {
      for (int i = 0; i + 1 < row.size(); i += 2) {
        attributes.put(row.get(i).toString(), row.get(i + 1));
      }
    }
    return attributes;
  }

  private static double number(@Nullable Response value) {
    return value == null ? Double.NaN : value.toLong();
  }

  private static boolean isMap(Response response) {
    return response.type() == ResponseType.MULTI && response.isMap();
  }

  private static @Nullable Response raw(io.vertx.mutiny.redis.client.@Nullable Response reply) {
    return reply == null ? null : reply.getDelegate();
  }
}
