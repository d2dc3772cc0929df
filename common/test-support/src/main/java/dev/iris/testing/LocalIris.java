package dev.iris.testing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A whole Iris, started and stopped by {@code ./iris up} as a person would, on a port and with a data folder of its own. */
public final class LocalIris implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = 30;

  /** It may have to be built first. */
  private static final long READY_MINUTES = 10;

  private final Path data;
  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalIris(Path data, Process process, int port) {
    this.data = data;
    this.process = process;
    this.port = port;
  }

  /** The status and the body of an answer. */
  public record Answer(int status, String body) {

    /** The body as JSON. */
    public JsonNode json() {
      return LocalIris.json(body);
    }
  }

  /**
   * Starts one and waits until it says that it is ready.
   *
   * @param checkout the folder that holds the {@code iris} script
   * @param data where it keeps its data; left in place, so that a later start finds it
   * @param environment variables on top of this process' own
   * @param options further options of {@code ./iris up}
   * @throws IllegalStateException if it ends before it is ready, or is not ready within minutes; the message holds what it printed
   */
  public static LocalIris start(
      Path checkout, Path data, Map<String, String> environment, String... options) {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(checkout.toAbsolutePath().normalize().resolve("iris").toString(), "up"));
    command.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      LocalIris iris = new LocalIris(data, process, port);
      // A test JVM that is ended must not leave a whole Iris behind.
      AtExit.run(iris::close);
      StringBuffer printed = new StringBuffer();
      CompletableFuture<Boolean> ready = new CompletableFuture<>();
      // What it prints later must be read, too, or it would wait for a reader.
      Thread.ofVirtual().start(() -> read(process, printed, ready));
      if (!ready.completeOnTimeout(false, READY_MINUTES, TimeUnit.MINUTES).join()) {
        process.destroy();
        throw new IllegalStateException("./iris up is not ready; it printed:\n" + printed);
      }
      return iris;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(
      Process process, StringBuffer printed, CompletableFuture<Boolean> ready) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!ready.isDone()) {
          printed.append(line).append('\n');
        }
        if (line.startsWith("Iris is ready")) {
          ready.complete(true);
        }
      }
    } catch (IOException ended) {
      // The process is gone, and its output with it.
    }
    ready.complete(false);
  }

  /** The gateway's port. */
  public int port() {
    return port;
  }

  /** The data folder. */
  public Path data() {
    return data;
  }

  /** The launcher itself. */
  public ProcessHandle launcher() {
    return process.toHandle();
  }

  /** The process of a part, such as {@code incident-service} or {@code redis}, as its pid file names it. */
  public ProcessHandle part(String name) {
    try {
      long pid =
          Long.parseLong(Files.readString(data.resolve("run").resolve(name + ".pid")).strip());
      return ProcessHandle.of(pid)
          .orElseThrow(() -> new IllegalStateException(name + " does not run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a part as {@code kill -9} does and waits until it is gone. The launcher starts it again. */
  public void kill(String name) {
    ProcessHandle victim = part(name);
    victim.destroyForcibly();
    victim.onExit().join();
  }

  /**
   * Sends a command to its Redis and returns the reply, a line for each of its leaves.
   *
   * @throws UncheckedIOException if it does not answer
   * @throws IllegalStateException if it refuses
   */
  public String redis(String... words) {
    return RedisProtocol.call(internalPort("redis"), List.of(words));
  }

  private int internalPort(String part) {
    Properties ports = new Properties();
    try (var reader = Files.newBufferedReader(data.resolve("ports.properties"))) {
      ports.load(reader);
      return Integer.parseInt(ports.getProperty(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON of a GET that must answer 200. */
  public JsonNode get(String path) {
    Answer answer = send("GET", path, "", Map.of());
    if (answer.status() != 200) {
      throw new IllegalStateException(path + " answered " + answer.status() + ": " + answer.body());
    }
    return answer.json();
  }

  /** Any request with a JSON body. */
  public Answer send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER_TIMEOUT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Hands over all messages that a channel of its inbox got, oldest first, one at a time: there may be tens of thousands. */
  public void eachMessage(String channel, Consumer<JsonNode> reader) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/inbox/messages?channel=" + channel))
            .timeout(ANSWER_TIMEOUT)
            .build();
    try (InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        JsonParser json = JSON.createParser(body)) {
      for (JsonToken token = json.nextToken();
          token != JsonToken.START_ARRAY;
          token = json.nextToken()) {
        if (token == null) {
          throw new IOException("no list of messages");
        }
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        reader.accept(json.readValueAsTree());
      }
      // To the very end: an answer that is given up half read leaves its connection in limbo.
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Stops it as Ctrl-C or SIGTERM does. Its data stays. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("./iris up did not end on SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + text, e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
