package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of the test's own, with its append-only file on. Port and data stay over {@link #stop()} or {@link #kill()} and
 * {@link #start()}.
 */
public final class RedisServer implements AutoCloseable {

  private static final long STARTUP_MILLIS = 20_000;

  private final Path executable;
  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private RedisServer(Path executable, Path folder) {
    this.executable = executable;
    this.folder = folder;
    this.port = freePort();
    AtExit.run(this::kill);
  }

  /** A started Redis 6.2 that comes with the build, whatever the machine has. Its data is in {@code folder}. */
  public static RedisServer embedded(Path folder) {
    return started(Embedded.EXECUTABLE, folder);
  }

  /**
   * A started one of the machine's own {@code redis-server}. Tests that ask for it carry {@code @RequiresPeer("redis-server")}.
   *
   * @throws IllegalStateException if there is none on the PATH
   */
  public static RedisServer onPath(Path folder) {
    return started(
        Peers.find("redis-server")
            .orElseThrow(() -> new IllegalStateException("no redis-server on the PATH")),
        folder);
  }

  private static RedisServer started(Path executable, Path folder) {
    RedisServer server = new RedisServer(executable, folder);
    server.start();
    return server;
  }

  /** The port, the same over all starts. */
  public int port() {
    return port;
  }

  /** The URL for Quarkus' client. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** The version the running server tells, such as {@code 6.2.11}. */
  public String version() {
    return command("INFO", "server")
        .lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring("redis_version:".length()).trim())
        .findFirst()
        .orElseThrow();
  }

  /** The process id of the running server. */
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException("Redis does not run");
    }
    return process.pid();
  }

  /** Starts it on its port with its data and waits until it answers; does nothing if it runs. */
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    List<String> line =
        new ArrayList<>(List.of(executable.toString(), "--port", Integer.toString(port)));
    line.addAll(
        List.of(
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--appendonly",
            "yes",
            "--save",
            ""));
    try {
      Files.createDirectories(folder);
      process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()))
              .start();
      awaitAnswer(process);
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not start", e);
    }
  }

  private void awaitAnswer(Process started) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STARTUP_MILLIS);
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "no answer on port " + port + ": " + Files.readString(folder.resolve("redis.log")));
      }
      try {
        started.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Not before its data is loaded: until then it accepts connections and refuses commands (LOADING). */
  private boolean answers() {
    try {
      return command("PING").contains("PONG");
    } catch (UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  /** Ends it in good order: what it has is written. */
  public synchronized void stop() {
    end(false);
  }

  /** Ends it at once (SIGKILL). */
  public synchronized void kill() {
    end(true);
  }

  private void end(boolean forcibly) {
    Process running = process;
    if (running == null) {
      return;
    }
    if (forcibly) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    running.onExit().join();
    process = null;
  }

  /** Holds its process still (SIGSTOP): connections stay open and nothing is answered. Undone by {@link #resume()}. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets a paused one go on. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(pid())).inheritIO().start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything is gone, streams and groups too. */
  public void flushAll() {
    command("FLUSHALL");
  }

  /**
   * One command, for tests that look into Redis or disturb it.
   *
   * @return the reply as redis-cli's raw protocol text, without decoding beyond status lines and bulk strings
   */
  public String command(String... words) {
    return RedisProtocol.call(port, List.of(words));
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacked once a JVM. */
  private static final class Embedded {
    static final Path EXECUTABLE = unpack();

    private static Path unpack() {
      try {
        return ExecutableProvider.newJarResourceProvider(
                TemporaryFolder.create("iris-redis-bin").toFile())
            .get()
            .toPath();
      } catch (IOException e) {
        throw new UncheckedIOException("the embedded Redis could not be unpacked", e);
      }
    }
  }
}
