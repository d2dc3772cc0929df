package dev.iris.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the test's own. Its port and its data stay over {@link #stop()} or {@link #kill()} and {@link #start()}, so
 * that a test can take it away and give it back.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String SUPERUSER = "postgres";
  private static final Duration STARTUP = Duration.ofSeconds(60);

  private final Path data;
  private final boolean durable;
  private int port;
  private @Nullable EmbeddedPostgres running;

  private PostgresServer(Path data, boolean durable) {
    this.data = data;
    this.durable = durable;
  }

  /** A started one that forgets everything when the machine loses power: fast, for tests that do not measure. */
  public static PostgresServer fast(Path data) {
    return started(data, false);
  }

  /** A started one with {@code fsync} and {@code synchronous_commit} on, as in earnest. */
  public static PostgresServer durable(Path data) {
    return started(data, true);
  }

  private static PostgresServer started(Path data, boolean durable) {
    PostgresServer server = new PostgresServer(data, durable);
    AtExit.run(server::killProcesses);
    server.start();
    return server;
  }

  /** The port, the same over all starts. */
  public int port() {
    return port;
  }

  /** Starts it on its port with its data; does nothing if it runs. */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    String flush = durable ? "on" : "off";
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(STARTUP)
            .setServerConfig("fsync", flush)
            .setServerConfig("full_page_writes", flush)
            .setServerConfig("synchronous_commit", flush)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "200");
    if (port != 0) {
      builder.setPort(port);
    }
    try {
      running = builder.start();
      port = running.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start in " + data, e);
    }
  }

  /** Ends it in good order; its connections are cut. */
  public synchronized void stop() {
    if (running != null) {
      close(running);
      running = null;
    }
  }

  /** Ends all its processes at once, as a power cut would. */
  public synchronized void kill() {
    EmbeddedPostgres victim = running;
    if (victim == null) {
      return;
    }
    killProcesses();
    running = null;
    // Nothing is left to be stopped: this only lets go of the library's lock file and shutdown
    // hook; it logs that.
    close(victim);
  }

  private synchronized void killProcesses() {
    if (running == null) {
      return;
    }
    ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
    List<ProcessHandle> all = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().join();
    all.forEach(process -> process.onExit().join());
  }

  /** The process id of the running server. */
  public long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().trim());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not run", e);
    }
  }

  /**
   * Makes a role and a schema of the same name that the role owns and finds first. Does nothing for what exists.
   *
   * @param name lower case letters, digits and underscores
   */
  public void createService(String name, String password) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("no name for a role: " + name);
    }
    execute(
        """
        do $$ begin
          if not exists (select from pg_roles where rolname = '%1$s') then
            create role %1$s login password '%2$s';
            alter role %1$s set search_path = %1$s;
          end if;
          create schema if not exists %1$s authorization %1$s;
        end $$"""
            .formatted(name, password.replace("'", "''")));
  }

  /** Runs SQL as the superuser, each call in a connection of its own. */
  public void execute(String sql) {
    try (Connection connection = connect(SUPERUSER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("failed: " + sql, e);
    }
  }

  /** A new connection; the caller closes it. */
  public Connection connect(String user, String password) throws SQLException {
    // The driver itself, not DriverManager: that one does not see drivers across the class loaders
    // of a Quarkus test.
    org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
    source.setURL(jdbcUrl());
    return source.getConnection(user, password);
  }

  /** The URL for JDBC, without user and password. */
  public String jdbcUrl() {
    return "jdbc:" + reactiveUrl();
  }

  /** The URL for the reactive client, without user and password. */
  public String reactiveUrl() {
    return "postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  private static void close(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
