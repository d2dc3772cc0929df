package dev.iris.messaging.redis.client;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client's pool, held for as long as it works, over which commands are
 * pipelined; the next command after a failure opens a new one.
 *
 * <p>A pool would refuse the 31st command in flight with the usual settings; a single connection
 * takes 2,048. Safe for use by many threads.
 */
public final class StreamConnection {

  /**
   * How long Redis may take to accept a connection or to answer, on top of the time that a command
   * blocks by itself.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Redis redis;
  private final String name;
  private final Duration patience;
  private @Nullable Uni<RedisConnection> connecting;
  private @Nullable RedisConnection live;

  /**
   * @param name what to call the client in messages
   */
  public StreamConnection(Redis redis, String name) {
    this(redis, name, PATIENCE);
  }

  /**
   * @param patience instead of {@link #PATIENCE}
   */
  public StreamConnection(Redis redis, String name, Duration patience) {
    this.redis = redis;
    this.name = name;
    this.patience = patience;
  }

  /** Sends a command; a nil answer is a {@code null} item. */
  public Uni<Response> send(Request request) {
    return send(request, Duration.ZERO);
  }

  /**
   * Sends a command that Redis may sit on for {@code blocking}. A connection that stays silent for
   * longer is dropped: a half-open one would never speak again.
   */
  public Uni<Response> send(Request request, Duration blocking) {
    return Uni.createFrom()
        .deferred(this::connection)
        .chain(connection -> send(connection, request, blocking));
  }

  /** Gives the connection back to its pool. A command sent later opens a new one. */
  public Uni<Void> close() {
    RedisConnection open;
    synchronized (this) {
      open = live;
      live = null;
      connecting = null;
    }
    return open == null ? Uni.createFrom().voidItem() : open.close().onFailure().recoverWithNull();
  }

  private Uni<Response> send(RedisConnection connection, Request request, Duration blocking) {
    return connection
        .send(request)
        .ifNoItem()
        .after(blocking.plus(patience))
        .fail()
        .onFailure(RedisFailures::isConnectionLost)
        .invoke(() -> retire(connection));
  }

  private synchronized Uni<RedisConnection> connection() {
    Uni<RedisConnection> known = connecting;
    if (known == null) {
      known = connect();
      connecting = known;
    }
    return known;
  }

  private Uni<RedisConnection> connect() {
    Uni<RedisConnection> attempt = redis.connect().memoize().indefinitely();
    return attempt
        .ifNoItem()
        .after(patience)
        .failWith(() -> new ConnectTimeoutException(name, patience))
        .onFailure(ConnectTimeoutException.class)
        // a connection that comes after all would otherwise keep its place in the pool for ever
        .invoke(() -> attempt.subscribe().with(RedisConnection::closeAndForget, late -> {}))
        .onItem()
        .invoke(this::opened)
        .onFailure()
        .invoke(this::failed)
        .memoize()
        .indefinitely();
  }

  private synchronized void opened(RedisConnection connection) {
    live = connection;
    connection.endHandler(() -> forget(connection));
    connection.exceptionHandler(failure -> forget(connection));
  }

  private synchronized void failed() {
    connecting = null;
  }

  private synchronized boolean forget(RedisConnection connection) {
    if (!connection.equals(live)) {
      return false;
    }
    live = null;
    connecting = null;
    return true;
  }

  /**
   * Takes the connection out of the pool for good. The pool recycles what is merely closed, but
   * throws away what a pub/sub command has touched.
   */
  private void retire(RedisConnection connection) {
    if (forget(connection)) {
      connection
          .send(Request.cmd(Command.UNSUBSCRIBE))
          .onItemOrFailure()
          .transformToUni((sent, failure) -> connection.close())
          .subscribe()
          .with(closed -> {}, lost -> {});
    }
  }
}
