package dev.iris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An Iris of its own in a throw-away folder, started and stopped by {@code ./iris up} as a person would. */
final class LocalIris implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path data;
  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalIris(Path data, Process process, int port) {
    this.data = data;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and waits until it says that it is ready.
   *
   * @throws IllegalStateException if it ends before that; its output went to standard error
   */
  static LocalIris start(Path checkout) throws IOException {
    Path data = Files.createTempDirectory("iris-bench");
    int port = freePort();
    Process process =
        new ProcessBuilder(checkout.resolve("iris").toString(), "up", "--port", Integer.toString(port), "--data", data.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      System.err.println("  " + line);
      if (line.startsWith("Iris is ready")) {
        Thread.ofVirtual().start(() -> output.lines().forEach(more -> {}));
        return new LocalIris(data, process, port);
      }
    }
    throw new IllegalStateException("./iris up ended before it was ready");
  }

  int port() {
    return port;
  }

  /** The answer of a GET, as JSON. */
  JsonNode get(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(path + " answered " + response.statusCode());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends a part the hard way, as {@code kill -9} does. The launcher starts it again. */
  void kill(String part) throws IOException {
    long pid = Long.parseLong(Files.readString(data.resolve("run").resolve(part + ".pid")).strip());
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
