package dev.iris.notifier.dispatch;

import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.channel.ChannelDirectory.Opened;
import dev.iris.notifier.channel.ChannelKind;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.PeopleChannel;
import dev.iris.notifier.channel.ReportOutbound;
import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.StormOutbound;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.storm.StormReporter;
import dev.iris.outbox.Background;
import dev.iris.outbox.TraceContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes one attempt and records it, as a part of the trace that the alert came with. */
@ApplicationScoped
class Sender {

  private static final Logger LOG = Logger.getLogger(Sender.class);

  private final Background background;
  private final ChannelKinds kinds;
  private final StormReporter reporter;
  private final Outcomes outcomes;
  private final OpenTelemetry telemetry;
  private final DispatchMetrics metrics;
  private final InstantSource clock;

  Sender(
      Background background,
      ChannelKinds kinds,
      StormReporter reporter,
      Outcomes outcomes,
      OpenTelemetry telemetry,
      DispatchMetrics metrics,
      InstantSource clock) {
    this.background = background;
    this.kinds = kinds;
    this.reporter = reporter;
    this.outcomes = outcomes;
    this.telemetry = telemetry;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Completes with the outcome, as receipts call it, when it is recorded for each delivery of the message. Fails if it could not
   * be: then their leases run out and they are tried again.
   */
  Uni<String> attempt(Optional<Opened> channel, Message message) {
    Span span = span(message);
    Context trace = parent(message).with(span);
    return Uni.createFrom()
        .emitter(
            done ->
                background.run(
                    trace,
                    // Made there and not here: a Uni remembers the trace in which it was made.
                    () ->
                        attempt(channel, message, span)
                            .onTermination()
                            .invoke(span::end)
                            .subscribe()
                            .with(done::complete, done::fail)));
  }

  private Uni<String> attempt(Optional<Opened> channel, Message message, Span span) {
    Instant startedAt = clock.instant();
    long startedNanos = System.nanoTime();
    return Uni.createFrom()
        .deferred(() -> send(channel, message))
        .onFailure()
        .recoverWithItem(failure -> bug(message, failure))
        .emitOn(Background.here())
        .chain(
            result ->
                outcomes
                    .record(
                        message,
                        startedAt,
                        Duration.ofNanos(System.nanoTime() - startedNanos),
                        result)
                    .invoke(outcome -> note(span, message, result, outcome)));
  }

  private Uni<SendResult> send(Optional<Opened> opened, Message message) {
    if (opened.isEmpty()) {
      return Uni.createFrom()
          .item(new SendResult.Refused("channel-gone", null, "the channel was removed"));
    }
    if (!opened.get().channel().enabled()) {
      return Uni.createFrom()
          .item(new SendResult.Refused("channel-disabled", null, "the channel is switched off"));
    }
    return switch (message) {
      case Message.Single single -> send(opened.get(), single);
      case Message.Together together -> send(opened.get(), together);
    };
  }

  private Uni<SendResult> send(Opened opened, Message.Single message) {
    Envelope content = EventJson.read(message.content());
    UUID id = message.delivery().id();
    String address = message.delivery().to().address();
    ChannelKind kind = kinds.of(opened.channel());
    return content.event() instanceof NotificationRequested notification
        ? kind.send(new Outbound(id, address, notification, opened.channel(), opened.secrets()))
        : kind.report(
            new ReportOutbound(
                id,
                address,
                Report.of(content).orElseThrow(),
                content,
                opened.channel(),
                opened.secrets()));
  }

  private Uni<SendResult> send(Opened opened, Message.Together message) {
    if (!(kinds.of(opened.channel()) instanceof PeopleChannel kind)) {
      throw new IllegalStateException("only what people read is told together");
    }
    return reporter
        .report(message.storm(), message.covered())
        .chain(
            briefing ->
                kind.tell(
                    new StormOutbound(
                        message.id(),
                        message.storm().place().address(),
                        briefing,
                        opened.channel(),
                        opened.secrets())));
  }

  /** A message of a storm belongs to no alert's trace; it has a link to each. */
  private static Context parent(Message message) {
    return switch (message) {
      case Message.Single single -> TraceContext.restore(single.traceparent());
      case Message.Together together -> Context.root();
    };
  }

  private Span span(Message message) {
    SpanBuilder span =
        telemetry
            .getTracer("dev.iris.notifier")
            .spanBuilder("deliver " + message.channelId())
            .setParent(parent(message))
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute("iris.channel.id", message.channelId());
    switch (message) {
      case Message.Single(Leased delivery, String content, String traceparent) ->
          span.setAttribute("iris.delivery.id", delivery.id().toString())
              .setAttribute("iris.delivery.attempt", (long) delivery.attempt());
      case Message.Together together -> {
        span.setAttribute("iris.storm.id", together.storm().id().toString())
            .setAttribute("iris.message.id", together.id().toString())
            .setAttribute("iris.message.deliveries", (long) together.deliveries().size());
        together
            .traceparents()
            .forEach(
                trace ->
                    span.addLink(Span.fromContext(TraceContext.restore(trace)).getSpanContext()));
      }
    }
    return span.startSpan();
  }

  /** A kind of channel never fails by contract; a fault of ours must not make a message vanish or be sent for ever. */
  private static SendResult bug(Message message, Throwable failure) {
    LOG.errorf(
        failure,
        "attempt failed inside Iris channel=%s %s",
        message.channelId(),
        message.reference());
    return new SendResult.Postponed("internal-error", null, failure.getClass().getSimpleName());
  }

  private void note(Span span, Message message, SendResult result, String outcome) {
    metrics.attempted(message.channelId(), outcome, message.deliveries().size());
    if (message instanceof Message.Together) {
      metrics.toldTogether(message.channelId(), outcome);
    }
    span.setAttribute("iris.delivery.outcome", outcome);
    if (!(result instanceof SendResult.Accepted)) {
      span.setStatus(StatusCode.ERROR);
      LOG.infof(
          "attempt did not succeed channel=%s %s outcome=%s errorCode=%s",
          message.channelId(), message.reference(), outcome, Receipts.code(result));
    }
  }
}
