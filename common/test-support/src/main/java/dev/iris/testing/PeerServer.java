package dev.iris.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of the Prometheus family: the machine's own program, on loopback, asked at {@code /-/ready} until it is. */
final class PeerServer implements AutoCloseable {

  private static final int STARTUP_TRIES = 400;
  private static final int PAUSE_MILLIS = 50;
  private static final int STOP_SECONDS = 10;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final String program;
  private final Path log;
  private final int port;
  private final List<String> options;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private PeerServer(String program, Path folder, int port, List<String> options)
      throws IOException {
    this.program = program;
    this.log = folder.resolve(program + ".log");
    this.port = port;
    this.options = options;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    awaitReady();
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param folder where what it prints goes
   * @param options all but the address to listen on
   */
  static PeerServer start(String program, Path folder, List<String> options) throws IOException {
    return new PeerServer(program, folder, freePort(), options);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Ends it and starts it again with its options. */
  void restart() throws IOException {
    close();
    process = launch();
    awaitReady();
  }

  /** The status of an answer, 0 when there is none. */
  int status(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Process launch() throws IOException {
    Path executable =
        Peers.find(program)
            .orElseThrow(() -> new IllegalStateException("no " + program + " on the PATH"));
    List<String> command =
        new ArrayList<>(List.of(executable.toString(), "--web.listen-address=127.0.0.1:" + port));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void awaitReady() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/-/ready")).timeout(ANSWER_TIMEOUT).build();
    for (int i = 0; i < STARTUP_TRIES; i++) {
      if (status(request) == 200) {
        return;
      }
      if (ended()) {
        break;
      }
    }
    throw new IOException(program + " is not ready:\n" + Files.readString(log));
  }

  /** Waits a little, and tells whether it ended meanwhile. */
  private boolean ended() {
    try {
      return process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
