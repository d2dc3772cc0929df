package dev.iris.messaging.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A test's own look at Redis, beside the connector. */
final class Streams {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Redis redis;

  Streams(Redis redis) {
    this.redis = redis;
  }

  String add(String stream, String payload) {
    return String.valueOf(call(Command.XADD, stream, "*", "payload", payload));
  }

  long length(String stream) {
    return number(call(Command.XLEN, stream));
  }

  long pending(String stream, String group) {
    Response summary = call(Command.XPENDING, stream, group);
    return summary == null ? 0 : summary.get(0).toLong();
  }

  /** Entries that no consumer of the group was given. */
  long undelivered(String stream, String group) {
    Response groups = call(Command.XINFO, "GROUPS", stream);
    String last = groups == null ? "0" : groups.get(0).get("last-delivered-id").toString();
    Response rest = call(Command.XRANGE, stream, "(" + last, "+");
    return rest == null ? 0 : rest.size();
  }

  /** How often Redis counts the entry as delivered; 0 if it is not pending. */
  long deliveries(String stream, String group, String id) {
    Response rows = call(Command.XPENDING, stream, group, id, id, "1");
    return rows == null || rows.size() == 0 ? 0 : rows.get(0).get(3).toLong();
  }

  /** Makes an entry pending under a consumer that is never heard of again. */
  void strand(String stream, String group, String consumer, int count) {
    call(
        Command.XREADGROUP,
        "GROUP",
        group,
        consumer,
        "COUNT",
        Integer.toString(count),
        "STREAMS",
        stream,
        ">");
  }

  void createGroup(String stream, String group) {
    call(Command.XGROUP, "CREATE", stream, group, "0", "MKSTREAM");
  }

  /** Consumers of the group with the number of entries each of them holds. */
  Map<String, Long> consumers(String stream, String group) {
    Map<String, Long> consumers = new LinkedHashMap<>();
    Response rows = call(Command.XINFO, "CONSUMERS", stream, group);
    for (int i = 0; rows != null && i < rows.size(); i++) {
      Response row = rows.get(i);
      consumers.put(row.get("name").toString(), row.get("pending").toLong());
    }
    return consumers;
  }

  /** The fields of the stream's only entry. */
  Map<String, String> only(String stream) {
    Response rows = call(Command.XRANGE, stream, "-", "+");
    if (rows == null || rows.size() != 1) {
      throw new AssertionError(
          "expected one entry in " + stream + ", not " + (rows == null ? 0 : rows.size()));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Response flat = rows.get(0).get(1);
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return fields;
  }

  /** The value of a counter; 0 if there is none. */
  long counter(String key) {
    Response value = call(Command.GET, key);
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  Uni<Response> eval(String script, String key, String arg) {
    return redis.send(Request.cmd(Command.EVAL).arg(script).arg("1").arg(key).arg(arg));
  }

  @Nullable Response call(Command command, String... args) {
    Request request = Request.cmd(command);
    for (String arg : args) {
      request.arg(arg);
    }
    return redis.send(request).await().atMost(PATIENCE);
  }

  private static long number(@Nullable Response reply) {
    return reply == null ? 0 : reply.toLong();
  }
}
