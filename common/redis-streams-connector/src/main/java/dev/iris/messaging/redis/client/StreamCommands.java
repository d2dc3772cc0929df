package dev.iris.messaging.redis.client;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one stream and one group, from Redis 6.2 on. Failures are those of {@link
 * StreamConnection}; {@link RedisFailures} tells them apart.
 */
public final class StreamCommands {

  private final StreamConnection connection;
  private final String stream;
  private final String group;

  public StreamCommands(StreamConnection connection, String stream, String group) {
    this.connection = connection;
    this.stream = stream;
    this.group = group;
  }

  /**
   * Adds an entry to any stream and answers with its id; what is older than {@code keepSince} may
   * be trimmed on the way.
   */
  public static Uni<String> add(
      StreamConnection connection,
      String stream,
      Map<String, String> fields,
      @Nullable Instant keepSince) {
    Request request = Request.cmd(Command.XADD).arg(stream);
    if (keepSince != null) {
      // "~": only whole nodes are dropped, which costs next to nothing
      request.arg("MINID").arg("~").arg(Long.toString(keepSince.toEpochMilli()));
    }
    request.arg("*");
    fields.forEach((name, value) -> request.arg(name).arg(value));
    return connection.send(request).map(StreamCommands::text);
  }

  /** Creates group and stream where they are missing. */
  public Uni<Void> createGroup(String start) {
    return connection
        .send(
            Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(group)
                .arg(start)
                .arg("MKSTREAM"))
        .replaceWithVoid()
        .onFailure(RedisFailures::isBusyGroup)
        .recoverWithNull();
  }

  /** Whether the group exists. */
  public Uni<Boolean> groupExists() {
    return backlog().map(Optional::isPresent);
  }

  /** Reads what nobody was given yet; waits up to {@code block} for it. */
  public Uni<EntryBatch> readNew(String consumer, int count, Duration block) {
    Request request =
        readGroup(consumer, count)
            .arg("BLOCK")
            .arg(Long.toString(block.toMillis()))
            .arg("STREAMS")
            .arg(stream)
            .arg(">");
    return connection.send(request, block).map(Replies::readGroup);
  }

  /**
   * Reads what the consumer was given before and has not acknowledged, after the entry {@code
   * afterId}. Raises the delivery counts.
   */
  public Uni<EntryBatch> readOwnPending(String consumer, int count, String afterId) {
    return connection
        .send(readGroup(consumer, count).arg("STREAMS").arg(stream).arg(afterId))
        .map(Replies::readGroup);
  }

  /** Acknowledges; 0 means that it was acknowledged before or that the group forgot it. */
  public Uni<Long> acknowledge(List<String> ids) {
    Request request = Request.cmd(Command.XACK).arg(stream).arg(group);
    ids.forEach(request::arg);
    return connection.send(request).map(StreamCommands::number);
  }

  /**
   * Takes over entries that their consumers have not touched for {@code minIdle}. Raises the
   * delivery counts.
   */
  public Uni<EntryBatch> autoClaim(String consumer, Duration minIdle, String cursor, int count) {
    Request request =
        Request.cmd(Command.XAUTOCLAIM)
            .arg(stream)
            .arg(group)
            .arg(consumer)
            .arg(Long.toString(minIdle.toMillis()));
    return connection
        .send(request.arg(cursor).arg("COUNT").arg(Integer.toString(count)))
        .map(Replies::autoClaim);
  }

  /** What Redis knows of one pending entry. */
  public Uni<Optional<PendingEntry>> pending(String id) {
    Request request = Request.cmd(Command.XPENDING).arg(stream).arg(group).arg(id).arg(id).arg("1");
    return connection.send(request).map(reply -> Replies.pending(reply).stream().findFirst());
  }

  /** The consumer's first pending entries. */
  public Uni<List<PendingEntry>> pendingOf(String consumer, int count) {
    Request request =
        Request.cmd(Command.XPENDING)
            .arg(stream)
            .arg(group)
            .arg("-")
            .arg("+")
            .arg(Integer.toString(count))
            .arg(consumer);
    return connection.send(request).map(Replies::pending);
  }

  /** Whether the stream still holds the entry. */
  public Uni<Boolean> exists(String id) {
    return connection
        .send(Request.cmd(Command.XRANGE).arg(stream).arg(id).arg(id))
        .map(reply -> !Replies.entries(reply).isEmpty());
  }

  /**
   * Restarts the idle time of those entries that still belong to the consumer, and answers with
   * their ids.
   */
  public Uni<List<String>> renew(String consumer, List<String> ids) {
    return hold(consumer, Duration.ZERO, -1, ids);
  }

  /** As {@link #renew}, and sets the delivery count. */
  public Uni<List<String>> renewAs(String consumer, long deliveries, List<String> ids) {
    return hold(consumer, Duration.ZERO, deliveries, ids);
  }

  /** Lets others take the entries over at once, as if they had been idle for {@code idle}. */
  public Uni<List<String>> release(
      String consumer, Duration idle, long deliveries, List<String> ids) {
    return hold(consumer, idle, deliveries, ids);
  }

  /**
   * Acknowledges the entry and adds {@code fields} to {@code target}, both or neither; false if it
   * was acknowledged before.
   */
  public Uni<Boolean> deadLetter(
      String id, String target, long maxLength, Map<String, String> fields) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(Scripts.DEAD_LETTER)
            .arg("2")
            .arg(stream)
            .arg(target)
            .arg(group)
            .arg(id)
            .arg(Long.toString(maxLength));
    fields.forEach((name, value) -> request.arg(name).arg(value));
    return connection.send(request).map(reply -> number(reply) == 1);
  }

  /**
   * Removes other consumers that hold nothing and were not seen for {@code idle}; answers with
   * their names.
   */
  public Uni<List<String>> removeIdleConsumers(String except, Duration idle) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(Scripts.REMOVE_IDLE_CONSUMERS)
            .arg("1")
            .arg(stream)
            .arg(group)
            .arg(except);
    return connection.send(request.arg(Long.toString(idle.toMillis()))).map(Replies::strings);
  }

  /** What the group has before it; empty when there is no such stream or group. */
  public Uni<Optional<GroupBacklog>> backlog() {
    return connection
        .send(Request.cmd(Command.XINFO).arg("GROUPS").arg(stream))
        .map(reply -> Optional.ofNullable(Replies.backlog(reply, group)))
        .onFailure(RedisFailures::isNoSuchKey)
        .recoverWithItem(Optional.empty());
  }

  private Uni<List<String>> hold(
      String consumer, Duration idle, long deliveries, List<String> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    Request request =
        Request.cmd(Command.EVAL).arg(Scripts.HOLD).arg("1").arg(stream).arg(group).arg(consumer);
    request.arg(Long.toString(idle.toMillis())).arg(Long.toString(deliveries));
    ids.forEach(request::arg);
    return connection.send(request).map(Replies::strings);
  }

  private Request readGroup(String consumer, int count) {
    return Request.cmd(Command.XREADGROUP)
        .arg("GROUP")
        .arg(group)
        .arg(consumer)
        .arg("COUNT")
        .arg(Integer.toString(count));
  }

  private static long number(@Nullable Response reply) {
    return reply == null ? 0 : reply.toLong();
  }

  private static String text(@Nullable Response reply) {
    return reply == null ? "" : reply.toString();
  }
}
