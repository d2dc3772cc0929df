package dev.iris.local.gateway;

import dev.iris.local.inbox.Inbox;
import dev.iris.local.keys.KeyFile;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The one address of a local Iris: the services behind their routes, the inbox, and the state of all parts. */
public final class Gateway extends AbstractVerticle {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_LINE = 16 << 10;
  private static final int LARGEST_HEADERS = 64 << 10;

  private final GatewayOptions options;
  private final Admission admission;
  private final Map<String, ServiceProxy> proxies = new HashMap<>();
  private final List<HttpServer> servers = new ArrayList<>();
  private final Inbox inbox;

  /** One that is not started yet: deploy it. The inbox must be open, and stays its owner's to close. */
  public Gateway(GatewayOptions options, Inbox inbox) {
    this.options = options;
    this.inbox = inbox;
    this.admission = new Admission(new KeyFile(options.keys()));
  }

  /** The port it listens on, once started. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  /** {@inheritDoc} Done when it listens. */
  @Override
  public void start(Promise<Void> started) {
    options
        .upstreams()
        .forEach(
            (service, replicas) ->
                proxies.put(service, new ServiceProxy(vertx, replicas, PATIENCE)));
    Health health = new Health(vertx, options, inbox::probe);
    Router router = Router.router(vertx);
    router.route().handler(this::admit);
    router.get("/health").handler(context -> health.answer(context.request()));
    router.get("/").handler(context -> context.redirect("/inbox"));
    router
        .route("/inbox/sink/*")
        .handler(context -> guard(context, admission.sinkRefusal(context.request())));
    router.route("/inbox*").handler(this::guardInbox);
    inbox.mount(router, vertx);
    router.route().handler(context -> pass(context.request()));
    router.errorHandler(500, context -> Problem.BROKEN.answer(context.request()));
    listen(router).onComplete(started);
  }

  private Future<Void> listen(Router router) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    if (!options.listen().isAnyLocalAddress()) {
      // the notifier and the person at this machine find it here in any case
      addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    }
    addresses.add(options.listen());
    Future<Void> all = Future.succeededFuture();
    for (InetAddress address : addresses) {
      all = all.compose(done -> listen(router, address));
    }
    return all;
  }

  private Future<Void> listen(Router router, InetAddress address) {
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost(address.getHostAddress())
            .setPort(servers.isEmpty() ? options.port() : port())
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LARGEST_HEADERS)
            // Java's own client offers an upgrade to HTTP/2 with each first request, and a long
            // list that was streamed to one never arrived: seen once, and HTTP/1.1 is all we need.
            .setHttp2ClearTextEnabled(false);
    return vertx
        .createHttpServer(http)
        .requestHandler(router)
        .listen()
        .onSuccess(servers::add)
        .mapEmpty();
  }

  private void admit(RoutingContext context) {
    guard(context, admission.refusal(context.request()));
  }

  private void guardInbox(RoutingContext context) {
    HttpMethod method = context.request().method();
    boolean isSink = context.normalizedPath().startsWith("/inbox/sink/");
    boolean changes = !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    guard(context, isSink ? Optional.empty() : admission.inboxRefusal(context.request(), changes));
  }

  private static void guard(RoutingContext context, Optional<Problem> refusal) {
    refusal.ifPresentOrElse(problem -> problem.answer(context.request()), context::next);
  }

  private void pass(HttpServerRequest request) {
    Optional<String> service =
        options.routes().serviceFor(Objects.requireNonNullElse(request.path(), "/"));
    if (service.isEmpty()) {
      Problem.NOT_FOUND.answer(request);
      return;
    }
    Optional.ofNullable(proxies.get(service.get()))
        .ifPresentOrElse(proxy -> proxy.handle(request), () -> Problem.UNAVAILABLE.answer(request));
  }
}
