package dev.iris.local.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inbox for programs: all messages with their exact payloads, and how badly the channels are to answer. */
final class InboxApi {

  private static final int CHUNK = 256 << 10;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final MessageLog log;
  private final Behaviours behaviours;

  /** The body of {@code PUT /inbox/behaviour}. */
  record Request(
      @Nullable String channel,
      @Nullable Integer status,
      @Nullable Long delayMs,
      @Nullable Integer retryAfter,
      @Nullable Boolean cut,
      @Nullable String recipient,
      @Nullable Integer times) {}

  InboxApi(MessageLog log, Behaviours behaviours) {
    this.log = log;
    this.behaviours = behaviours;
  }

  void mount(Router router) {
    router.get("/inbox/messages").handler(this::messages);
    router.delete("/inbox/messages").handler(this::clear);
    router.get("/inbox/behaviour").handler(context -> Answers.json(context, behaviours.all()));
    router
        .put("/inbox/behaviour")
        .handler(BodyHandler.create(false).setBodyLimit(CHUNK))
        .handler(this::behave);
  }

  private void messages(RoutingContext context) {
    String wanted = context.request().getParam("channel", "");
    Optional<Channel> channel = Channel.of(wanted);
    if (!wanted.isEmpty() && channel.isEmpty()) {
      Answers.invalid(context, "\"channel\" is teams, mail or webhook.");
      return;
    }
    List<MessageLog.Entry> entries =
        log.entries().stream()
            .filter(entry -> channel.isEmpty() || channel.get() == entry.channel())
            .toList();
    HttpServerResponse response = context.response().setChunked(true);
    response.putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store");
    context
        .vertx()
        .executeBlocking(() -> stream(entries, response), false)
        .onFailure(hungUp -> response.reset());
  }

  /** Off the event loop, and never ahead of what the client takes: there may be a lot. */
  private @Nullable Void stream(List<MessageLog.Entry> entries, HttpServerResponse response) {
    Buffer chunk = Buffer.buffer("{\"items\":[");
    boolean first = true;
    for (MessageLog.Entry entry : entries) {
      Optional<byte[]> json = log.read(entry);
      if (json.isEmpty()) {
        break;
      }
      chunk.appendString(first ? "" : ",").appendBytes(json.get());
      first = false;
      if (chunk.length() > CHUNK) {
        response.write(chunk).toCompletionStage().toCompletableFuture().join();
        chunk = Buffer.buffer();
      }
    }
    response.end(chunk.appendString("]}"));
    return null;
  }

  private void clear(RoutingContext context) {
    log.clear();
    context.response().setStatusCode(204).end();
  }

  private void behave(RoutingContext context) {
    Request request;
    try {
      request =
          JSON.readValue(context.body().isEmpty() ? "" : context.body().asString(), Request.class);
    } catch (JsonProcessingException e) {
      Answers.invalid(
          context,
          "The body is JSON with channel, status, delayMs, retryAfter, cut, recipient, times.");
      return;
    }
    Optional<Channel> channel = Optional.ofNullable(request.channel()).flatMap(Channel::of);
    if (channel.isEmpty()) {
      Answers.invalid(context, "\"channel\" is teams, mail or webhook.");
      return;
    }
    Optional<String> fault = fault(request);
    if (fault.isPresent()) {
      Answers.invalid(context, fault.get());
      return;
    }
    behaviours.set(channel.get(), behaviour(request));
    Answers.json(context, behaviours.all());
  }

  private static Optional<String> fault(Request request) {
    Integer status = request.status();
    if (status != null && status != 0 && (status < 200 || status > 599)) {
      return Optional.of("\"status\" is 0 for the usual answer, or from 200 to 599.");
    }
    long delay = Objects.requireNonNullElse(request.delayMs(), 0L);
    int retryAfter = Objects.requireNonNullElse(request.retryAfter(), 0);
    if (delay < 0 || retryAfter < 0) {
      return Optional.of("\"delayMs\" and \"retryAfter\" are not negative.");
    }
    if (request.recipient() != null && !Channel.MAIL.text().equals(request.channel())) {
      return Optional.of("\"recipient\" is for mail.");
    }
    if (request.times() != null && request.times() < 1) {
      return Optional.of("\"times\" is at least 1; leave it out for \"until told otherwise\".");
    }
    return Optional.empty();
  }

  private static Behaviour behaviour(Request request) {
    int status = Objects.requireNonNullElse(request.status(), 0);
    long delay = Objects.requireNonNullElse(request.delayMs(), 0L);
    boolean cut = Objects.requireNonNullElse(request.cut(), false);
    Behaviour wanted =
        new Behaviour(
            status, delay, request.retryAfter(), cut, request.recipient(), request.times());
    return wanted.isGood() ? Behaviour.GOOD : wanted;
  }
}
