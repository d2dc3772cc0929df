package dev.iris.local.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page at {@code /inbox} and what it needs. Messages are hostile until proven otherwise: the page runs no script but its
 * own, and a mail is shown in a frame that runs none, loads nothing from elsewhere and has no origin.
 */
final class InboxPage {

  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String MAIL_POLICY =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
          + "frame-ancestors 'self'";
  private static final Map<String, String> ASSETS =
      Map.of(
          "inbox.css", "text/css; charset=utf-8",
          "inbox.js", "text/javascript; charset=utf-8",
          "cards.js", "text/javascript; charset=utf-8",
          "lib/adaptivecards.min.js", "text/javascript; charset=utf-8",
          "lib/markdown-it.umd.min.js", "text/javascript; charset=utf-8");
  private static final Pattern HEAD = Pattern.compile("<head[^>]*>", Pattern.CASE_INSENSITIVE);
  private static final long QUIET_MS = 200;
  private static final long HEARTBEAT_MS = 15_000;
  private static final int PAGE = 30;

  private final MessageLog log;
  private final Vertx vertx;
  private final Set<HttpServerResponse> watchers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean announcing = new AtomicBoolean();

  InboxPage(MessageLog log, Vertx vertx) {
    this.log = log;
    this.vertx = vertx;
    log.onChange(this::announce);
  }

  void mount(Router router) {
    router
        .get("/inbox")
        .handler(context -> asset(context, "index.html", "text/html; charset=utf-8"));
    router.get("/inbox/").handler(context -> context.redirect("/inbox"));
    ASSETS.forEach(
        (name, type) ->
            router.get("/inbox/assets/" + name).handler(context -> asset(context, name, type)));
    router.get("/inbox/feed").handler(this::feed);
    router.get("/inbox/events").handler(this::events);
    router
        .get("/inbox/mail/:id")
        .handler(context -> mail(context, view -> Answers.json(context, describe(view))));
    router
        .get("/inbox/mail/:id/html")
        .handler(context -> mail(context, view -> html(context, view)));
    router.route("/inbox/*").handler(Answers::notFound);
    vertx.setPeriodic(HEARTBEAT_MS, timer -> watchers.forEach(watcher -> watcher.write(":\n\n")));
  }

  private static void asset(RoutingContext context, String name, String type) {
    try (InputStream content = InboxPage.class.getResourceAsStream("/inbox/" + name)) {
      if (content == null) {
        Answers.notFound(context);
        return;
      }
      secure(context.response(), PAGE_POLICY)
          .putHeader("Content-Type", type)
          .putHeader("Cache-Control", "no-cache")
          .end(Buffer.buffer(content.readAllBytes()));
    } catch (IOException e) {
      context.fail(e);
    }
  }

  private static HttpServerResponse secure(HttpServerResponse response, String policy) {
    return response
        .putHeader("Content-Security-Policy", policy)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
  }

  /** The newest first, a page at a time: {@code before} is the id of the oldest one seen. */
  private void feed(RoutingContext context) {
    Optional<Channel> channel = Channel.of(context.request().getParam("channel", ""));
    String before = context.request().getParam("before", "");
    List<MessageLog.Entry> all =
        log.entries().stream()
            .filter(entry -> channel.isEmpty() || channel.get() == entry.channel())
            .toList();
    List<MessageLog.Entry> older =
        all.stream().filter(entry -> before.isEmpty() || entry.id().compareTo(before) < 0).toList();
    Buffer json =
        Buffer.buffer(
            "{\"total\":" + all.size() + ",\"more\":" + (older.size() > PAGE) + ",\"items\":[");
    String separator = "";
    for (MessageLog.Entry entry : older.reversed().stream().limit(PAGE).toList()) {
      Optional<byte[]> item = log.read(entry);
      if (item.isPresent()) {
        json.appendString(separator).appendBytes(item.get());
        separator = ",";
      }
    }
    Answers.json(context, json.appendString("]}"));
  }

  private void events(RoutingContext context) {
    HttpServerResponse response = context.response().setChunked(true);
    response.putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
    response.closeHandler(closed -> watchers.remove(response));
    response.write("retry: 1000\n\n");
    watchers.add(response);
  }

  /** Called on any thread; a burst of messages makes few events. */
  private void announce() {
    if (announcing.compareAndSet(false, true)) {
      vertx.setTimer(
          QUIET_MS,
          timer -> {
            announcing.set(false);
            watchers.forEach(watcher -> watcher.write("event: changed\ndata: {}\n\n"));
          });
    }
  }

  private interface Viewer {
    void show(MailView view);
  }

  private void mail(RoutingContext context, Viewer viewer) {
    Optional<JsonNode> message = log.find(Objects.requireNonNullElse(context.pathParam("id"), ""));
    if (message.isEmpty() || !message.get().path("channel").asText().equals(Channel.MAIL.text())) {
      Answers.notFound(context);
      return;
    }
    viewer.show(MailView.ofPayload(message.get().path("payload").asText()));
  }

  private static Map<String, Object> describe(MailView view) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("headers", view.headers());
    description.put("text", view.text());
    description.put("hasHtml", !view.html().isEmpty());
    return description;
  }

  private static void html(RoutingContext context, MailView view) {
    Matcher head = HEAD.matcher(view.html());
    // links open beside the inbox, not inside the frame
    String html = head.find() ? head.replaceFirst("$0<base target=\"_blank\">") : view.html();
    secure(context.response(), MAIL_POLICY)
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(html);
  }
}
