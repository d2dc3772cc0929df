package dev.iris.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redis for a Quarkus test: one embedded 6.2, shared as in {@link PostgresResource}, emptied at every start of the application.
 */
public final class RedisResource implements QuarkusTestResourceLifecycleManager {

  private static @Nullable RedisServer shared;

  /** The one server of this application's tests, started by the first who asks. Tests that stop it must start it again. */
  public static synchronized RedisServer server() {
    if (shared == null) {
      shared = RedisServer.embedded(TemporaryFolder.create("iris-redis"));
    }
    return shared;
  }

  @Override
  public Map<String, String> start() {
    RedisServer server = server();
    server.start();
    server.flushAll();
    return Map.of(
        "iris.redis.url", server.url(),
        "quarkus.redis.hosts", server.url(),
        "quarkus.redis.stream-reads.hosts", server.url());
  }

  /** The server stays for the next test class; it ends with the JVM. */
  @Override
  public void stop() {}
}
