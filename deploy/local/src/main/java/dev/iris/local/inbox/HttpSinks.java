package dev.iris.local.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.local.inbox.CardEnvelope.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stand-ins for what notifications are posted to. A message counts as received when it is answered well: a caller that hung up
 * before, during a delay, has delivered nothing.
 */
final class HttpSinks {

  private static final long LARGEST_BODY = 16L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In place of a status: the message is taken, and nobody is told. */
  private static final int CUT = 0;

  private static final List<String> TITLES = List.of("subject", "title", "summary");

  private final MessageLog log;
  private final Behaviours behaviours;
  private final Vertx vertx;

  HttpSinks(MessageLog log, Behaviours behaviours, Vertx vertx) {
    this.log = log;
    this.behaviours = behaviours;
    this.vertx = vertx;
  }

  void mount(Router router) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
    router
        .post("/inbox/sink/teams/:name")
        .handler(body)
        .handler(context -> behave(context, Channel.TEAMS, 202, this::teams));
    router
        .post("/inbox/sink/webhook/:name")
        .handler(body)
        .handler(
            context ->
                behave(
                    context,
                    Channel.WEBHOOK,
                    200,
                    (c, status) -> accept(c, Channel.WEBHOOK, title(bytes(c)), status)));
    router.route("/inbox/sink/*").handler(Answers::notFound);
  }

  private interface Receiver {
    void receive(RoutingContext context, int status);
  }

  private void behave(RoutingContext context, Channel channel, int usual, Receiver receiver) {
    Behaviour behaviour = behaviours.take(channel);
    if (behaviour.delayMs() == 0) {
      answer(context, behaviour, usual, receiver);
      return;
    }
    AtomicBoolean hungUp = new AtomicBoolean();
    context.response().closeHandler(closed -> hungUp.set(true));
    vertx.setTimer(
        behaviour.delayMs(),
        timer -> {
          if (!hungUp.get()) {
            answer(context, behaviour, usual, receiver);
          }
        });
  }

  private static void answer(
      RoutingContext context, Behaviour behaviour, int usual, Receiver receiver) {
    int status = behaviour.status();
    if (behaviour.cut()) {
      receiver.receive(context, CUT);
      return;
    }
    if (status == 0 || status / 100 == 2) {
      receiver.receive(context, status == 0 ? usual : status);
      return;
    }
    HttpServerResponse response = context.response().setStatusCode(status);
    if (behaviour.retryAfter() != null) {
      response.putHeader("Retry-After", behaviour.retryAfter().toString());
    }
    response.end();
  }

  private void teams(RoutingContext context, int status) {
    switch (CardEnvelope.judge(bytes(context))) {
      case Verdict.Accepted accepted -> accept(context, Channel.TEAMS, accepted.title(), status);
      case Verdict.Malformed malformed ->
          Answers.problem(
              context,
              400,
              "card-invalid",
              "The workflow takes no such message",
              malformed.reason());
      case Verdict.TooLarge large ->
          Answers.problem(
              context,
              413,
              "card-too-large",
              "The card is too large for Teams",
              "It counts %d bytes; Teams takes %d.".formatted(large.size(), CardEnvelope.LIMIT));
    }
  }

  private void accept(RoutingContext context, Channel channel, String subject, int status) {
    Map<String, String> headers = new TreeMap<>();
    context
        .request()
        .headers()
        .forEach(
            header -> headers.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
    log.append(
        new Arrival(
            channel,
            Objects.requireNonNullElse(context.pathParam("name"), ""),
            subject,
            headers,
            Arrival.text(bytes(context))));
    if (status == CUT) {
      context.request().connection().close();
    } else {
      context.response().setStatusCode(status).end();
    }
  }

  private static byte[] bytes(RoutingContext context) {
    return context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
  }

  /** What a person would call it: a title of its own, else the first alert. */
  private static String title(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return TITLES.stream()
          .map(name -> json.path(name).asText())
          .filter(text -> !text.isBlank())
          .findFirst()
          .orElseGet(() -> firstAlert(json.path("alerts")));
    } catch (IOException e) {
      return "";
    }
  }

  private static String firstAlert(JsonNode alerts) {
    String name = alerts.path(0).path("alertName").asText();
    String instance = alerts.path(0).path("instance").asText();
    String more = alerts.size() > 1 ? " and " + (alerts.size() - 1) + " more" : "";
    return name.isBlank() ? "" : name + (instance.isBlank() ? "" : " on " + instance) + more;
  }
}
