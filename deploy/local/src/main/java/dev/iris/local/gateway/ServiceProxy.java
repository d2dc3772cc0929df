package dev.iris.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to the replicas of one service. As long as nothing was sent, the next replica is tried; a reading request
 * without a body is tried once more even after that. Answers are streamed, so that server-sent events flow.
 */
final class ServiceProxy {

  private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final String ATTEMPTS = "attempts";
  private static final int CONNECTIONS = 256;

  private final Vertx vertx;
  private final Upstream upstream;
  private final Duration patience;
  private final HttpProxy proxy;

  /** No replica took the connection. */
  private static final class NobodyThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NobodyThere() {
      super("no replica answers", null, false, false);
    }
  }

  /** A replica took the request and stayed silent. */
  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSlow() {
      super("no answer in time", null, false, false);
    }
  }

  /**
   * One to these replicas.
   *
   * @param patience how long an answer may take to begin
   */
  ServiceProxy(Vertx vertx, List<Address> replicas, Duration patience) {
    this.vertx = vertx;
    this.upstream = new Upstream(replicas);
    this.patience = patience;
    HttpClientOptions options =
        new HttpClientOptions().setConnectTimeout(2_000).setMaxHeaderSize(64 << 10);
    HttpClient client =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.proxy =
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
            .origin(context -> connect(context, client))
            .addInterceptor(interceptor());
  }

  void handle(HttpServerRequest request) {
    proxy.handle(request);
  }

  private ProxyInterceptor interceptor() {
    return new ProxyInterceptor() {
      @Override
      public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        boolean repeatable = prepare(request);
        context.set(ATTEMPTS, upstream.inTurn().iterator());
        return context
            .sendRequest()
            .recover(
                failure ->
                    repeatable && !(failure instanceof TooSlow)
                        ? context.sendRequest()
                        : Future.failedFuture(failure))
            .recover(failure -> Future.succeededFuture(answer(request, failure)));
      }
    };
  }

  /**
   * Makes the request what a service is to see.
   *
   * @return whether it may be sent a second time
   */
  private static boolean prepare(ProxyRequest request) {
    HttpServerRequest original = request.proxiedRequest();
    HostAndPort authority = original.authority();
    if (authority != null) {
      request.setAuthority(authority);
      request.putHeader("X-Forwarded-Host", authority.toString());
    }
    // This gateway is the edge: what a client claims about itself is replaced, not added to.
    request.headers().remove("Forwarded");
    request.putHeader("X-Forwarded-For", original.remoteAddress().hostAddress());
    request.putHeader("X-Forwarded-Proto", original.isSSL() ? "https" : "http");
    request.putHeader("X-Forwarded-Port", Integer.toString(original.localAddress().port()));
    if (hasBody(original)) {
      return false;
    }
    drain(request);
    return REPEATABLE.contains(original.method());
  }

  /** Lets go of the body: what is still to come is read and dropped. */
  private static void drain(ProxyRequest request) {
    request.setBody(null);
    HttpServerRequest original = request.proxiedRequest();
    if (!original.isEnded()) {
      original.resume();
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = Objects.requireNonNullElse(request.getHeader("Content-Length"), "0");
    return request.headers().contains("Transfer-Encoding") || !length.equals("0");
  }

  private Future<HttpClientRequest> connect(ProxyContext context, HttpClient client) {
    @SuppressWarnings("unchecked")
    Iterator<Upstream.Replica> attempts = context.get(ATTEMPTS, Iterator.class);
    return connect(client, attempts);
  }

  private Future<HttpClientRequest> connect(
      HttpClient client, Iterator<Upstream.Replica> attempts) {
    if (!attempts.hasNext()) {
      return Future.failedFuture(new NobodyThere());
    }
    Upstream.Replica replica = attempts.next();
    Address address = replica.address();
    RequestOptions target =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(address.port(), address.host()));
    return client
        .request(target)
        .compose(
            request -> {
              watch(request, replica);
              return Future.succeededFuture(request);
            },
            failure -> {
              replica.fails();
              return connect(client, attempts);
            });
  }

  private void watch(HttpClientRequest request, Upstream.Replica replica) {
    long timer = vertx.setTimer(patience.toMillis(), id -> request.reset(0, new TooSlow()));
    request
        .response()
        .onComplete(
            answer -> {
              vertx.cancelTimer(timer);
              if (answer.succeeded()) {
                replica.answers();
              } else {
                replica.fails();
              }
            });
  }

  private static ProxyResponse answer(ProxyRequest request, Throwable failure) {
    Problem problem =
        switch (failure) {
          case NobodyThere nobody -> Problem.UNAVAILABLE;
          case TooSlow slow -> Problem.SLOW;
          default -> failure.getCause() instanceof TooSlow ? Problem.SLOW : Problem.BROKEN;
        };
    @Nullable String path = request.proxiedRequest().path();
    drain(request);
    ProxyResponse response = request.response().setStatusCode(problem.status());
    response.putHeader("Content-Type", Problem.TYPE).putHeader("Cache-Control", "no-store");
    if (failure instanceof NobodyThere) {
      response.putHeader("Retry-After", "1");
    }
    return response.setBody(Body.body(problem.body(path)));
  }
}
