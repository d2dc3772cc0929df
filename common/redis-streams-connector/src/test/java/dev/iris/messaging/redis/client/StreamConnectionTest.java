package dev.iris.messaging.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iris.testing.RedisServer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamConnectionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RedisServer server;
  private Vertx vertx;
  private Redis redis;
  private StreamConnection connection;

  @BeforeEach
  void connect(@TempDir Path folder) {
    server = RedisServer.embedded(folder);
    vertx = Vertx.vertx();
    redis =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString(server.url())
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(24));
    connection = new StreamConnection(redis, "test", Duration.ofMillis(500));
  }

  @AfterEach
  void disconnect() {
    redis.close();
    vertx.close().await().atMost(PATIENCE);
    server.kill();
  }

  @Test
  void shouldCarryAThousandCommandsAtOnceOverOneConnection() {
    List<Uni<Response>> commands =
        IntStream.range(0, 1_000)
            .mapToObj(i -> connection.send(Request.cmd(Command.INCR).arg("n")))
            .toList();

    Uni.join().all(commands).andFailFast().await().atMost(PATIENCE);

    assertThat(send(Request.cmd(Command.GET).arg("n"))).hasToString("1000");
  }

  @Test
  void shouldConnectAnewAfterRedisWasRestarted() {
    send(Request.cmd(Command.PING));

    server.stop();
    assertThatThrownBy(() -> send(Request.cmd(Command.PING))).isNotNull();
    server.start();

    assertThat(send(Request.cmd(Command.PING))).hasToString("PONG");
  }

  @Test
  void shouldDropAConnectionThatNoLongerAnswers() {
    long before = send(Request.cmd(Command.CLIENT).arg("ID")).toLong();

    server.pause();
    assertThatThrownBy(() -> send(Request.cmd(Command.PING))).isInstanceOf(TimeoutException.class);
    server.resume();

    assertThat(send(Request.cmd(Command.CLIENT).arg("ID")).toLong()).isGreaterThan(before);
  }

  @Test
  void shouldSayThatThePoolIsTooSmall() {
    var hog = redis.connect().await().atMost(PATIENCE);

    assertThatThrownBy(() -> send(Request.cmd(Command.PING)))
        .isInstanceOf(ConnectTimeoutException.class)
        .hasMessageContaining("max-pool-size");

    hog.close().await().atMost(PATIENCE);
    assertThat(send(Request.cmd(Command.PING))).hasToString("PONG");
  }

  @Test
  void shouldGiveItsConnectionBackWhenItCloses() {
    send(Request.cmd(Command.PING));

    connection.close().await().atMost(PATIENCE);

    assertThat(
            new StreamConnection(redis, "other", PATIENCE)
                .send(Request.cmd(Command.PING))
                .await()
                .atMost(PATIENCE))
        .hasToString("PONG");
  }

  private Response send(Request request) {
    return connection.send(request).await().atMost(PATIENCE);
  }
}
