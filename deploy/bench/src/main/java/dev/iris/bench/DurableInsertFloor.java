package dev.iris.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** What the machine's disk and PostgreSQL allow: two inserts and a durable commit, and nothing else. */
final class DurableInsertFloor {

  private static final int CONNECTIONS = 16;

  private DurableInsertFloor() {}

  /** Transactions a second over the given time. */
  static double perSecond(Duration time) throws IOException, SQLException, InterruptedException, ExecutionException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
    try (EmbeddedPostgres postgres = builder.start();
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      DataSource source = postgres.getPostgresDatabase();
      try (Connection connection = source.getConnection()) {
        connection.createStatement().execute("create table a (id bigint generated always as identity primary key, body bytea)");
        connection.createStatement().execute("create table b (id bigint generated always as identity primary key, body text)");
      }
      long until = System.nanoTime() + time.toNanos();
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        counts.add(pool.submit(() -> inserts(source, until)));
      }
      int all = 0;
      for (Future<Integer> count : counts) {
        all += count.get();
      }
      return all / (time.toNanos() / 1e9);
    }
  }

  private static int inserts(DataSource source, long until) throws SQLException {
    byte[] body = new Payloads("floor").group(1, 1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int done = 0;
    try (Connection connection = source.getConnection();
        PreparedStatement a = connection.prepareStatement("insert into a (body) values (?)");
        PreparedStatement b = connection.prepareStatement("insert into b (body) values (?)")) {
      connection.setAutoCommit(false);
      while (System.nanoTime() < until) {
        a.setBytes(1, body);
        a.executeUpdate();
        b.setString(1, "an event of two hundred bytes or so ".repeat(6));
        b.executeUpdate();
        connection.commit();
        done++;
      }
    }
    return done;
  }
}
