package dev.iris.notifier.channel.http;

import dev.iris.notifier.channel.http.HttpOutcome.Reply;
import dev.iris.notifier.channel.http.HttpOutcome.Trouble;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts to addresses that people typed in. The name is resolved once, every address is checked, and the connection goes to the
 * checked address, with the name kept for Host and TLS: a name that changes its mind in between gains nothing. Redirects are not
 * followed, time and the answer's size are bounded.
 */
@ApplicationScoped
public class OutgoingHttp {

  private static final int MAX_REPLY = 64 * 1024;
  private static final int MAX_CONNECTIONS_PER_HOST = 128;

  private final HttpClient client;
  private final EgressPolicy policy;
  private final NameService names;
  private final HttpConfig config;
  private final HttpSpans spans;
  private final InstantSource clock;

  OutgoingHttp(
      Vertx vertx,
      EgressPolicy policy,
      NameService names,
      HttpConfig config,
      HttpSpans spans,
      InstantSource clock) {
    this.policy = policy;
    this.names = names;
    this.config = config;
    this.spans = spans;
    this.clock = clock;
    client = vertx.createHttpClient(options(config));
  }

  private static HttpClientOptions options(HttpConfig config) {
    // Own spans (HttpSpans): the framework's would export the whole address, which can be a secret.
    return new HttpClientOptions()
        .setTracingPolicy(TracingPolicy.IGNORE)
        .setMaxPoolSize(MAX_CONNECTIONS_PER_HOST)
        .setKeepAliveTimeout(15)
        .setConnectTimeout((int) config.http().connectTimeout().toMillis())
        .setSslHandshakeTimeout(config.http().connectTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setVerifyHost(true);
  }

  /** What is wrong with an address as text, for a person; null if nothing. */
  public @Nullable String fault(String url) {
    return policy.fault(url);
  }

  /** The longest that a request takes. */
  public Duration patience() {
    return config.http().totalTimeout();
  }

  /**
   * Posts a JSON body. Never fails.
   *
   * @param headers none of them may hold line breaks
   */
  public Uni<HttpOutcome> post(String url, Map<String, String> headers, byte[] body) {
    if (policy.fault(url) != null) {
      return Uni.createFrom()
          .item(new Trouble("url-refused", true, "the address " + policy.fault(url)));
    }
    URI uri = URI.create(url);
    HttpSpans.Running span = spans.start(uri, Context.current());
    AtomicReference<@Nullable HttpClientRequest> running = new AtomicReference<>();
    return checkedAddress(uri)
        .chain(address -> exchange(uri, address, span.inject(headers), body, running))
        .ifNoItem()
        .after(config.http().totalTimeout())
        .fail()
        .onFailure()
        .recoverWithItem(failure -> trouble(failure, running.get()))
        .invoke(span::end);
  }

  private Uni<InetAddress> checkedAddress(URI uri) {
    return names.resolve(bare(uri.getHost())).map(addresses -> checked(addresses, uri));
  }

  private InetAddress checked(List<InetAddress> addresses, URI uri) {
    boolean allowed =
        addresses.stream().allMatch(address -> policy.allows(address, port(uri), isTls(uri)));
    if (addresses.isEmpty() || !allowed) {
      throw new BlockedAddressException();
    }
    return addresses.getFirst();
  }

  private Uni<HttpOutcome> exchange(
      URI uri,
      InetAddress address,
      Map<String, String> headers,
      byte[] body,
      AtomicReference<@Nullable HttpClientRequest> running) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(port(uri), address.getHostAddress()))
            .setHost(bare(uri.getHost()))
            .setPort(port(uri))
            .setSsl(isTls(uri))
            .setURI(pathAndQuery(uri))
            .setFollowRedirects(false);
    options
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .putHeader("User-Agent", "Iris");
    headers.forEach(options::putHeader);
    return Uni.createFrom()
        .completionStage(
            () ->
                client
                    .request(options)
                    .compose(
                        request -> {
                          running.set(request);
                          return request
                              .send(Buffer.buffer(body))
                              .compose(response -> ReplyReader.read(response, MAX_REPLY));
                        })
                    .toCompletionStage())
        .map(raw -> new Reply(raw.status(), retryAfter(raw.retryAfter()), raw.body()));
  }

  private Optional<Instant> retryAfter(@Nullable String header) {
    return RetryAfter.parse(header, clock.instant(), config.http().maxRetryAfter());
  }

  private static HttpOutcome trouble(Throwable failure, @Nullable HttpClientRequest running) {
    if (running != null) {
      // Frees the connection of a request that nobody waits for any more.
      running.reset();
    }
    return switch (failure) {
      case BlockedAddressException blocked ->
          new Trouble(
              "address-blocked",
              true,
              "the host has an address that iris.notifier.allow-networks does not allow");
      case UnknownHostException unknown ->
          new Trouble("name-unknown", false, "the host's name does not resolve");
      case SSLException tls -> new Trouble("tls-failed", false, "no trusted TLS connection");
      case ConnectException refused -> connectTrouble(refused);
      case TimeoutException late -> new Trouble("timeout", false, "no complete answer in time");
      default ->
          new Trouble(
              "connection-cut", false, "the connection broke before the answer was complete");
    };
  }

  private static HttpOutcome connectTrouble(Exception failure) {
    boolean late = failure.getClass().getSimpleName().contains("Timeout");
    return late
        ? new Trouble("timeout", false, "no connection in time")
        : new Trouble("connection-failed", false, "the host does not take connections");
  }

  private static boolean isTls(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static int port(URI uri) {
    return uri.getPort() > 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String pathAndQuery(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  @PreDestroy
  void close() {
    client.close();
  }

  private static final class BlockedAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BlockedAddressException() {
      super("an address is not allowed", null, false, false);
    }
  }
}
