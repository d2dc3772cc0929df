package dev.iris.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL for a Quarkus test: one server for all test classes that share an application. A restart of the application with
 * other resources or another profile brings new class loaders, and so another server. The init argument {@code service} names
 * the role and the schema ({@code incident}); with {@code fresh=true} the schema is made anew at every start of the application.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

  private static final String PASSWORD = "iris-test";
  private static @Nullable PostgresServer shared;

  private String service = "iris";
  private boolean fresh;

  /** The one server of this application's tests, started by the first who asks. Tests that stop it must start it again. */
  public static synchronized PostgresServer server() {
    if (shared == null) {
      shared = PostgresServer.fast(TemporaryFolder.create("iris-postgres"));
    }
    return shared;
  }

  @Override
  public void init(Map<String, String> arguments) {
    service = arguments.getOrDefault("service", service);
    fresh = Boolean.parseBoolean(arguments.getOrDefault("fresh", "false"));
  }

  @Override
  public Map<String, String> start() {
    PostgresServer server = server();
    if (fresh) {
      server.execute("drop schema if exists " + service + " cascade");
    }
    server.createService(service, PASSWORD);
    return Map.ofEntries(
        Map.entry("iris.db.reactive-url", server.reactiveUrl()),
        Map.entry("iris.db.jdbc-url", server.jdbcUrl()),
        Map.entry("iris.db.password", PASSWORD),
        Map.entry("quarkus.datasource.reactive.url", server.reactiveUrl()),
        Map.entry("quarkus.datasource.jdbc.url", server.jdbcUrl()),
        Map.entry("quarkus.datasource.username", service),
        Map.entry("quarkus.datasource.password", PASSWORD));
  }

  /** The server stays for the next test class; it ends with the JVM. */
  @Override
  public void stop() {}
}
