package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Alertmanager, the machine's own. Tests that use it carry {@code @RequiresPeer("prometheus-alertmanager")}. */
public final class Alertmanager implements AutoCloseable {

  private static final int STARTUP_TRIES = 400;
  private static final int PAUSE_MILLIS = 50;

  private final Path folder;
  private final int port;
  private final List<String> options;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private Alertmanager(Path folder, int port, List<String> options) throws IOException {
    this.folder = folder;
    this.port = port;
    this.options = options;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    awaitReady();
  }

  /**
   * Starts one that stands alone.
   *
   * @param folder for its configuration and its data
   * @param configuration the text of its alertmanager.yml
   * @param options further command line options, such as those of a cluster; without any it has no cluster port
   */
  public static Alertmanager start(Path folder, String configuration, String... options) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("alertmanager.yml"), configuration);
      List<String> all = new ArrayList<>(List.of(options));
      if (all.stream().noneMatch(option -> option.startsWith("--cluster.listen-address"))) {
        all.add("--cluster.listen-address=");
      }
      return new Alertmanager(folder, freePort(), all);
    } catch (IOException e) {
      throw new UncheckedIOException("Alertmanager did not start", e);
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Pushes alerts through its API, as Prometheus does.
   *
   * @param alerts a JSON array of {@code {labels, annotations?, startsAt?, endsAt?, generatorURL?}}
   */
  public void push(String alerts) {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(alerts))
            .build();
    int status = status(request);
    if (status != 200) {
      throw new IllegalStateException("Alertmanager answered " + status);
    }
  }

  /** Ends it and starts it again with its data. */
  public void restart() {
    process.destroy();
    process.onExit().join();
    try {
      process = launch();
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private Process launch() throws IOException {
    Path program =
        Peers.find("prometheus-alertmanager")
            .orElseThrow(() -> new IllegalStateException("no prometheus-alertmanager on the PATH"));
    List<String> command =
        new ArrayList<>(
            List.of(program.toString(), "--config.file=" + folder.resolve("alertmanager.yml")));
    command.add("--storage.path=" + folder.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(folder.resolve("alertmanager.log").toFile()))
        .start();
  }

  private void awaitReady() throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri().resolve("/-/ready")).build();
    for (int i = 0; i < STARTUP_TRIES; i++) {
      if (status(request) == 200) {
        return;
      }
      if (ended()) {
        break;
      }
    }
    throw new IOException(
        "Alertmanager is not ready:\n" + Files.readString(folder.resolve("alertmanager.log")));
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

  /** The status of an answer, 0 when there is none. */
  private int status(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
