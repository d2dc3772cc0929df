package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamConnection;
import io.quarkus.redis.client.RedisClientName;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds Quarkus' Redis clients by name, and keeps one connection per client for all commands that
 * do not block.
 */
final class RedisClients {

  static final String DEFAULT_NAME = "<default>";

  private final Instance<Redis> clients;
  private final Map<String, StreamConnection> shared = new ConcurrentHashMap<>();

  RedisClients(Instance<Redis> clients) {
    this.clients = clients;
  }

  /** The connection that all channels on this client share. */
  StreamConnection shared(String client) {
    return shared.computeIfAbsent(client, this::own);
  }

  /**
   * A connection for one channel alone.
   *
   * @throws IllegalArgumentException if there is no such client
   */
  StreamConnection own(String client) {
    Instance<Redis> found =
        client.equals(DEFAULT_NAME)
            ? clients.select(Default.Literal.INSTANCE)
            : clients.select(RedisClientName.Literal.of(client));
    if (!found.isResolvable()) {
      throw new IllegalArgumentException(
          "no Redis client `%s`: a named client needs quarkus.redis.%s.hosts in the configuration when the application is built"
              .formatted(client, client));
    }
    return new StreamConnection(found.get(), client);
  }

  Uni<Void> close() {
    return Multi.createFrom()
        .iterable(shared.values())
        .onItem()
        .transformToUniAndMerge(StreamConnection::close)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
