package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The embedded PostgreSQL, durable: what it has committed outlives any kill. */
final class Postgres {

  static final String NAME = "postgresql";
  static final String DATABASE = "iris";
  private static final String SUPERUSER = "postgres";
  private static final Duration START = Duration.ofSeconds(60);
  private static final String CANNOT_CONNECT_NOW = "57P03";

  /**
   * Durable above all. A checkpoint makes every page be written whole once more, so they are rare; a restart after a kill reads up to
   * that much of the log.
   */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("max_wal_size", "2GB"),
          Map.entry("checkpoint_timeout", "15min"),
          Map.entry("jit", "off"),
          Map.entry("max_connections", "200"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_line_prefix", "%m [%p] %u "));

  private final DataFolder data;
  private final Secrets secrets;
  private final Path programs;
  private final int port;
  private final List<String> runAs;

  Postgres(DataFolder data, Secrets secrets, Path programs, int port) {
    this.data = data;
    this.secrets = secrets;
    this.programs = programs;
    this.port = port;
    this.runAs = runAs();
  }

  /** Makes the data folder if there is none. It appears under its name only when it is complete. */
  void initialise() {
    if (Files.exists(data.postgresql().resolve("PG_VERSION"))) {
      return;
    }
    Path fresh = data.root().resolve(NAME + ".new");
    try {
      Folders.delete(fresh);
      List<String> command = new ArrayList<>(runAs);
      command.addAll(
          List.of(program("initdb"), "-D", fresh.toString(), "-U", SUPERUSER, "--encoding=UTF8"));
      command.addAll(
          List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
      command.addAll(
          List.of("--auth=scram-sha-256", "--pwfile=" + secrets.file(NAME), "--no-instructions"));
      Programs.Outcome outcome = Programs.run(command);
      Files.writeString(data.logOf(NAME), outcome.output());
      if (outcome.code() != 0) {
        throw new Refusal(
            "PostgreSQL cannot make its data folder; %s says why.".formatted(data.logOf(NAME)));
      }
      Files.move(fresh, data.postgresql());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Part part() {
    List<String> command = new ArrayList<>(runAs);
    command.addAll(
        List.of(program("postgres"), "-D", data.mark() + NAME, "-p", Integer.toString(port)));
    SETTINGS.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
    return new Part(NAME, Programs.detached(command), Map.of(), data.logOf(NAME), Signal.INT);
  }

  /** The URL for JDBC drivers. */
  String jdbcUrl() {
    return "jdbc:" + url(DATABASE);
  }

  /** The URL for others. */
  String url() {
    return url(DATABASE);
  }

  /**
   * Waits until it answers, then makes the database, and for each service a role and a schema of that name. A role sees its own
   * schema only.
   */
  void prepare(List<String> roles) {
    awaitStart();
    try (Connection server = connect(SUPERUSER)) {
      if (!exists(server, "select from pg_database where datname = '" + DATABASE + "'")) {
        execute(server, "create database " + DATABASE);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the database", e);
    }
    try (Connection database = connect(DATABASE)) {
      execute(database, "revoke all on database " + DATABASE + " from public");
      execute(database, "revoke all on schema public from public");
      for (String role : roles) {
        prepare(database, role);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the roles", e);
    }
    secrets.put(
        NAME + "-url",
        "postgresql://%s:%s@127.0.0.1:%d/%s"
            .formatted(SUPERUSER, secrets.get(NAME), port, DATABASE));
  }

  private void prepare(Connection database, String role) throws SQLException {
    if (!exists(database, "select from pg_roles where rolname = '" + role + "'")) {
      execute(database, "create role " + role);
    }
    secrets.file(role);
    execute(database, "alter role %s login password '%s'".formatted(role, secrets.get(role)));
    execute(database, "alter role %1$s set search_path = %1$s".formatted(role));
    execute(database, "grant connect on database %s to %s".formatted(DATABASE, role));
    execute(database, "create schema if not exists %1$s authorization %1$s".formatted(role));
  }

  private void awaitStart() {
    Instant deadline = Instant.now().plus(START);
    while (true) {
      try (Connection connection = connect(SUPERUSER)) {
        connection.getMetaData();
        return;
      } catch (SQLException e) {
        boolean soon =
            e.getSQLState() == null
                || e.getSQLState().startsWith("08")
                || e.getSQLState().equals(CANNOT_CONNECT_NOW);
        if (!soon || Instant.now().isAfter(deadline)) {
          throw new Refusal("PostgreSQL does not start; %s says why.".formatted(data.logOf(NAME)));
        }
        pause();
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection("jdbc:" + url(database), SUPERUSER, secrets.get(NAME));
  }

  private String url(String database) {
    return "postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  private String program(String name) {
    return programs.resolve("bin").resolve(name).toString();
  }

  private static boolean exists(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is. */
  private static List<String> runAs() {
    try {
      if (!Programs.run(List.of("id", "-u")).output().strip().equals("0")) {
        return List.of();
      }
      if (Programs.onPath("unshare").isPresent()
          && Programs.run(List.of("unshare", "-U", "true")).code() == 0) {
        return List.of(Programs.onPath("unshare").orElseThrow().toString(), "-U");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new Refusal(
        "PostgreSQL does not run as root, and this system allows no user namespaces; start ./iris as another user.");
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
