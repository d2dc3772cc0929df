package dev.iris.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iris.local.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis, whose files are broken under it. */
class RedisFilesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DataFolder data;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final SupervisedPart redis;
  private final int port;

  RedisFilesTest(@TempDir Path folder) {
    data = new DataFolder(folder);
    data.create();
    port = new Ports(data).of(Redis.NAME);
    redis =
        new SupervisedPart(
            new Redis(data, port).part(),
            data,
            Terminal.of(new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  @AfterEach
  void end() {
    redis.stop();
    redis.awaitEnd(Duration.ofSeconds(10));
  }

  @Test
  void shouldBeginAnewWhenTheAppendOnlyFileIsBrokenInTheMiddle() throws IOException {
    redis.start();
    awaitAnswer("PING", "+PONG");
    for (int i = 0; i < 50; i++) {
      awaitAnswer("SET key" + i + " value", "+OK");
    }
    Path hold = Files.writeString(data.run().resolve("redis.hold"), "");
    PidFile.of(data, Redis.NAME).process("").orElseThrow().destroyForcibly();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(said()).contains("held down"));
    breakInTheMiddle();

    Files.delete(hold);

    awaitAnswer("PING", "+PONG");
    awaitAnswer("GET key1", "$-1");
    assertThat(said()).contains("put aside in " + data.redis());
    assertThat(files(".unreadable")).isNotEmpty();
  }

  private void breakInTheMiddle() throws IOException {
    Path file =
        files("").stream()
            .filter(one -> one.toString().endsWith(".aof") && one.toFile().length() > 100)
            .findFirst()
            .orElseThrow();
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, content.length / 2, content.length / 2 + 60, (byte) 0);
    Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private List<Path> files(String within) {
    try (Stream<Path> all = Files.walk(data.redis())) {
      return all.filter(Files::isRegularFile)
          .filter(one -> one.toString().contains(within))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private void awaitAnswer(String command, String answer) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask(command)).startsWith(answer));
  }

  private String ask(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    } catch (IOException notThere) {
      return "";
    }
  }
}
