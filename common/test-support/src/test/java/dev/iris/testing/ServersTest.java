package dev.iris.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers keep their port and what was committed, whatever way they went down. */
class ServersTest {

  @Test
  void shouldFindCommittedRowsAgainAfterAKilledPostgres(@TempDir Path folder) throws SQLException {
    try (PostgresServer postgres = PostgresServer.durable(folder)) {
      postgres.createService("incident", "secret");
      postgres.createService("notifier", "secret");
      int port = postgres.port();
      try (Connection connection = postgres.connect("incident", "secret")) {
        connection.createStatement().execute("create table t as select 7 as n");
      }

      postgres.kill();
      postgres.start();

      assertThat(postgres.port()).isEqualTo(port);
      try (Connection connection = postgres.connect("incident", "secret");
          ResultSet rows =
              connection
                  .createStatement()
                  .executeQuery("select n, current_setting('fsync') from t")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(7);
        assertThat(rows.getString(2)).isEqualTo("on");
      }
      try (Connection other = postgres.connect("notifier", "secret")) {
        assertThatThrownBy(() -> other.createStatement().executeQuery("select * from incident.t"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void shouldFindKeysAgainAfterAKilledRedis(@TempDir Path folder) {
    try (RedisServer redis = RedisServer.embedded(folder)) {
      assertThat(redis.version()).startsWith("6.2.");
      redis.command("SET", "k", "v");
      redis.command("CONFIG", "SET", "appendfsync", "always");
      redis.command("SET", "k2", "v2");

      redis.kill();
      redis.start();

      assertThat(redis.command("MGET", "k", "k2")).isEqualTo("v\nv2\n");
    }
  }

  @Test
  @RequiresPeer("redis-server")
  void shouldStartTheMachinesOwnRedis(@TempDir Path folder) {
    try (RedisServer redis = RedisServer.onPath(folder)) {
      assertThat(redis.version()).isNotBlank();
    }
  }
}
