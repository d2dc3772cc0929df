package dev.iris.notifier.dispatch;

import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDirectory.Opened;
import dev.iris.notifier.channel.ChannelKind;
import dev.iris.notifier.channel.ChannelKinds;
import dev.iris.notifier.channel.Outbound;
import dev.iris.notifier.channel.SendResult;
import dev.iris.outbox.Background;
import dev.iris.outbox.TraceContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes one attempt and records it, as a part of the trace that the alert came with. */
@ApplicationScoped
class Sender {

  private static final Logger LOG = Logger.getLogger(Sender.class);

  private final Background background;
  private final ChannelKinds kinds;
  private final Outcomes outcomes;
  private final OpenTelemetry telemetry;
  private final DispatchMetrics metrics;
  private final InstantSource clock;

  Sender(
      Background background,
      ChannelKinds kinds,
      Outcomes outcomes,
      OpenTelemetry telemetry,
      DispatchMetrics metrics,
      InstantSource clock) {
    this.background = background;
    this.kinds = kinds;
    this.outcomes = outcomes;
    this.telemetry = telemetry;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Completes with the outcome, as receipts call it, when it is recorded. Fails if it could not be: then the lease runs out and
   * the delivery is tried again.
   */
  Uni<String> attempt(Optional<Opened> channel, Leased delivery) {
    Span span = span(delivery);
    Context trace = TraceContext.restore(delivery.traceparent()).with(span);
    return Uni.createFrom()
        .emitter(
            done ->
                background.run(
                    trace,
                    // Made there and not here: a Uni remembers the trace in which it was made.
                    () ->
                        attempt(channel, delivery, span)
                            .onTermination()
                            .invoke(span::end)
                            .subscribe()
                            .with(done::complete, done::fail)));
  }

  private Uni<String> attempt(Optional<Opened> channel, Leased delivery, Span span) {
    Instant startedAt = clock.instant();
    long startedNanos = System.nanoTime();
    return Uni.createFrom()
        .deferred(() -> send(channel, delivery))
        .onFailure()
        .recoverWithItem(failure -> bug(delivery, failure))
        .emitOn(Background.here())
        .map(
            result ->
                new Attempt(
                    delivery,
                    startedAt,
                    Duration.ofNanos(System.nanoTime() - startedNanos),
                    result))
        .chain(attempt -> outcomes.record(attempt).invoke(outcome -> note(span, attempt, outcome)));
  }

  private Uni<SendResult> send(Optional<Opened> opened, Leased delivery) {
    if (opened.isEmpty()) {
      return Uni.createFrom()
          .item(new SendResult.Refused("channel-gone", null, "the channel was removed"));
    }
    Channel channel = opened.get().channel();
    if (!channel.enabled()) {
      return Uni.createFrom()
          .item(new SendResult.Refused("channel-disabled", null, "the channel is switched off"));
    }
    ChannelKind kind = kinds.of(channel);
    NotificationRequested notification =
        (NotificationRequested) EventJson.read(delivery.content()).event();
    return kind.send(
        new Outbound(
            delivery.id(), delivery.to().address(), notification, channel, opened.get().secrets()));
  }

  private Span span(Leased delivery) {
    return telemetry
        .getTracer("dev.iris.notifier")
        .spanBuilder("deliver " + delivery.to().channelId())
        .setParent(TraceContext.restore(delivery.traceparent()))
        .setSpanKind(SpanKind.INTERNAL)
        .setAttribute("iris.delivery.id", delivery.id().toString())
        .setAttribute("iris.channel.id", delivery.to().channelId())
        .setAttribute("iris.delivery.attempt", (long) delivery.attempt())
        .startSpan();
  }

  /** A kind of channel never fails by contract; a fault of ours must not make a message vanish or be sent for ever. */
  private static SendResult bug(Leased delivery, Throwable failure) {
    LOG.errorf(
        failure,
        "attempt failed inside Iris deliveryId=%s channel=%s",
        delivery.id(),
        delivery.to().channelId());
    return new SendResult.Postponed("internal-error", null, failure.getClass().getSimpleName());
  }

  private void note(Span span, Attempt attempt, String outcome) {
    Leased delivery = attempt.delivery();
    metrics.attempted(delivery.to().channelId(), outcome);
    span.setAttribute("iris.delivery.outcome", outcome);
    if (!(attempt.result() instanceof SendResult.Accepted)) {
      span.setStatus(StatusCode.ERROR);
      LOG.infof(
          "attempt did not succeed deliveryId=%s channel=%s attempt=%d outcome=%s errorCode=%s",
          delivery.id(),
          delivery.to().channelId(),
          delivery.attempt(),
          outcome,
          Receipts.code(attempt.result()));
    }
  }
}
