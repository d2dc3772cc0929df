package dev.iris.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An HTTP server that keeps every request and answers as it is told: with the queued {@link #answerNext answers} first, then
 * with the {@link #answerAlways usual} one, 200 with no body at the beginning.
 */
public final class HttpSink implements AutoCloseable {

  static {
    // Otherwise Nagle's algorithm holds the body of an answer back until the caller acknowledges
    // its headers: 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Deque<Answer> next = new ConcurrentLinkedDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Function<Request, Answer> usual = request -> Answer.status(200);

  private HttpSink(HttpServer server) {
    this.server = server;
  }

  /** A request as it came in. Names of headers are in lower case. The body is nobody else's; requests are not compared. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(
      Instant at, String method, URI uri, Map<String, List<String>> headers, byte[] body) {

    /** The path without the query. */
    public String path() {
      return uri.getPath();
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    /** The body as UTF-8. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * How to answer.
   *
   * @param delay how long to keep the caller waiting first
   * @param cut hang up instead of answering, after the request was read
   */
  public record Answer(
      int status, Map<String, String> headers, String body, Duration delay, boolean cut) {

    /** A status and nothing else. */
    public static Answer status(int status) {
      return new Answer(status, Map.of(), "", Duration.ZERO, false);
    }

    /** Hangs up. */
    public static Answer hangUp() {
      return new Answer(0, Map.of(), "", Duration.ZERO, true);
    }

    /** The same with a header more. */
    public Answer withHeader(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body, delay, cut);
    }

    /** The same with this body. */
    public Answer withBody(String text) {
      return new Answer(status, headers, text, delay, cut);
    }

    /** The same after a while. */
    public Answer after(Duration wait) {
      return new Answer(status, headers, body, wait, cut);
    }
  }

  /** A started one on a port that the system gives. */
  public static HttpSink start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
      HttpSink sink = new HttpSink(server);
      server.setExecutor(sink.workers);
      server.createContext("/", sink::handle);
      server.start();
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Its address with the given path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** What came so far, oldest first; a copy. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Forgets what came and all that was said about answers. */
  public void reset() {
    requests.clear();
    next.clear();
    usual = request -> Answer.status(200);
  }

  /** Answers the next requests so, one each. */
  public void answerNext(Answer... answers) {
    next.addAll(List.of(answers));
  }

  /** Answers so from now on, when nothing is queued. */
  public void answerAlways(Answer answer) {
    usual = request -> answer;
  }

  /** Answers from now on as the function says, when nothing is queued. */
  public void answerBy(Function<Request, Answer> function) {
    usual = function;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      Answer queued = next.poll();
      Answer answer = queued != null ? queued : usual.apply(request);
      if (!pauseFor(answer.delay()) || answer.cut()) {
        // Closing an exchange that was not answered cuts its connection.
        return;
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    byte[] body = exchange.getRequestBody().readAllBytes();
    return new Request(
        Instant.now(), exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
  }

  /** False if the sink closed meanwhile. */
  private boolean pauseFor(Duration delay) {
    try {
      return delay.isZero() || !closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
