package dev.iris.bench;

import dev.iris.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** What the machine's disk and PostgreSQL allow: two inserts and a durable commit, and nothing else. */
final class DurableInsertFloor {

  private static final int CONNECTIONS = 16;

  private DurableInsertFloor() {}

  /** Transactions a second over the given time, in a PostgreSQL of its own in {@code folder}. */
  static double perSecond(Path folder, Duration time)
      throws InterruptedException, ExecutionException {
    try (PostgresServer postgres = PostgresServer.durable(folder);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      postgres.execute(
          "create table a (id bigint generated always as identity primary key, body bytea)");
      postgres.execute(
          "create table b (id bigint generated always as identity primary key, body text)");
      long until = System.nanoTime() + time.toNanos();
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        counts.add(pool.submit(() -> inserts(postgres, until)));
      }
      int all = 0;
      for (Future<Integer> count : counts) {
        all += count.get();
      }
      return all / (time.toNanos() / 1e9);
    }
  }

  private static int inserts(PostgresServer postgres, long until) throws SQLException {
    byte[] body = new Payloads("floor").group(1, 1).getBytes(StandardCharsets.UTF_8);
    int done = 0;
    try (Connection connection = postgres.connect("postgres", "");
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
