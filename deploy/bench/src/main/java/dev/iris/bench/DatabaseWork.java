package dev.iris.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What PostgreSQL did, by its own counters.
 *
 * @param transactions committed, of all databases
 * @param walBytes written to the write-ahead log
 * @param walSyncs times the log was forced to disk
 */
record DatabaseWork(long transactions, long walBytes, long walSyncs) {

  private static final String COUNTERS =
      """
      select (select sum(xact_commit) from pg_stat_database)::bigint,
        (select wal_bytes from pg_stat_wal)::bigint,
        (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal')::bigint""";

  /** As it is now, in the PostgreSQL of a local Iris. */
  static DatabaseWork now(Path data) {
    try (Connection connection = connect(data);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNTERS)) {
      row.next();
      return new DatabaseWork(row.getLong(1), row.getLong(2), row.getLong(3));
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not tell what it did", e);
    }
  }

  DatabaseWork since(DatabaseWork earlier) {
    return new DatabaseWork(
        transactions - earlier.transactions,
        walBytes - earlier.walBytes,
        walSyncs - earlier.walSyncs);
  }

  DatabaseWork plus(DatabaseWork other) {
    return new DatabaseWork(
        transactions + other.transactions, walBytes + other.walBytes, walSyncs + other.walSyncs);
  }

  private static Connection connect(Path data) throws SQLException {
    URI url = URI.create(read(data.resolve("secrets").resolve("postgresql-url")));
    String[] login = url.getUserInfo().split(":", 2);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(
        "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), url.getPath()));
    return source.getConnection(login[0], login[1]);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
