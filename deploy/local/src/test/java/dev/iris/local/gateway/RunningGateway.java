package dev.iris.local.gateway;

import dev.iris.local.inbox.Inbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gateway with its inbox, over real sockets, in front of services that a test makes up. */
public final class RunningGateway implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private @Nullable Inbox inbox;
  private @Nullable Gateway gateway;

  /** One that keeps its files in that folder. */
  public RunningGateway(Path folder) {
    this.folder = folder;
  }

  /** Starts it in front of an incident service with these replicas. */
  public RunningGateway start(Address... replicas) throws IOException {
    Inbox opened = Inbox.open(folder.resolve("inbox"), 0);
    Address nobody = nobody();
    GatewayOptions options =
        new GatewayOptions(
            0,
            InetAddress.getLoopbackAddress(),
            routes(),
            Map.of("incident-service", List.of(replicas)),
            nobody,
            nobody,
            folder.resolve("keys"),
            folder.resolve("inbox"),
            0);
    Gateway deployed = new Gateway(options, opened);
    join(vertx.deployVerticle(deployed));
    inbox = opened;
    gateway = deployed;
    return this;
  }

  /** A service that answers like that. */
  public Address service(Consumer<HttpServerRequest> behaviour) {
    HttpServer server = vertx.createHttpServer().requestHandler(behaviour::accept);
    return new Address("127.0.0.1", join(server.listen(0, "127.0.0.1")).actualPort());
  }

  /** An address where nobody listens. */
  public static Address nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return new Address("127.0.0.1", socket.getLocalPort());
    }
  }

  /** Where it listens. */
  public int port() {
    return Objects.requireNonNull(gateway).port();
  }

  /** Where its inbox takes mail. */
  public int smtpPort() {
    return Objects.requireNonNull(inbox).smtpPort();
  }

  /** Sends a request; headers are names and values in turn. */
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends a GET. */
  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Routes routes() throws IOException {
    try (InputStream yaml = RunningGateway.class.getResourceAsStream("/routes.yaml")) {
      return Routes.read(yaml);
    }
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    client.close();
    join(vertx.close());
    Objects.requireNonNull(inbox).close();
  }
}
