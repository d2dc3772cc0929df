package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.stream.EventLoop;
import dev.iris.messaging.redis.stream.ReaderSettings;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.smallrye.reactive.messaging.tracing.TracingUtils;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The application's channels: makes them, answers for their health, closes them. */
final class Channels {

  private static final Logger LOG = Logger.getLogger(Channels.class);
  private static final String STREAM_SINK = "stream";

  private final Vertx vertx;
  private final RedisClients clients;
  private final Instance<DeadLetterSink> sinks;
  private final Instance<OpenTelemetry> telemetry;
  private final List<IncomingRedisStreamsChannel> incoming = new CopyOnWriteArrayList<>();
  private final List<OutgoingRedisStreamsChannel> outgoing = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  Channels(
      Vertx vertx,
      RedisClients clients,
      Instance<DeadLetterSink> sinks,
      Instance<OpenTelemetry> telemetry) {
    this.vertx = vertx;
    this.clients = clients;
    this.sinks = sinks;
    this.telemetry = telemetry;
  }

  /**
   * @throws IllegalArgumentException if another channel is the same consumer
   */
  IncomingRedisStreamsChannel incoming(IncomingSettings settings) {
    incoming.forEach(other -> requireDistinct(settings, other.settings()));
    var channel =
        new IncomingRedisStreamsChannel(
            settings,
            new EventLoop(vertx),
            clients.own(settings.readClient()),
            clients.shared(settings.client()),
            commands -> sink(settings, commands),
            settings.tracingEnabled()
                ? StreamTracing.receiving(TracingUtils.getOpenTelemetry(telemetry))
                : null);
    incoming.add(channel);
    return channel;
  }

  OutgoingRedisStreamsChannel outgoing(OutgoingSettings settings) {
    var channel =
        new OutgoingRedisStreamsChannel(
            settings,
            clients.shared(settings.client()),
            settings.tracingEnabled()
                ? StreamTracing.sending(TracingUtils.getOpenTelemetry(telemetry))
                : null);
    outgoing.add(channel);
    return channel;
  }

  HealthReport startup() {
    HealthReportBuilder report = HealthReport.builder();
    checked()
        .forEach(
            channel ->
                report.add(
                    channel.name(), channel.health().isStarted(), channel.health().message()));
    return report.build();
  }

  HealthReport readiness() {
    HealthReportBuilder report = HealthReport.builder();
    checked()
        .filter(channel -> channel.settings().readinessEnabled())
        .forEach(
            channel ->
                report.add(channel.name(), channel.health().isReady(), channel.health().message()));
    outgoing.stream()
        .filter(
            channel -> channel.settings().healthEnabled() && channel.settings().readinessEnabled())
        .forEach(
            channel ->
                report.add(
                    channel.name(), channel.trouble().isEmpty(), channel.trouble().orElse("")));
    return report.build();
  }

  HealthReport liveness() {
    HealthReportBuilder report = HealthReport.builder();
    checked()
        .forEach(
            channel ->
                report.add(channel.name(), channel.health().isLive(), channel.health().message()));
    return report.build();
  }

  /** Waits until every channel has settled what it can; only the first call does anything. */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    outgoing.forEach(OutgoingRedisStreamsChannel::close);
    Multi.createFrom()
        .iterable(incoming)
        .onItem()
        .transformToUniAndMerge(IncomingRedisStreamsChannel::close)
        .collect()
        .last()
        .chain(clients::close)
        .onFailure()
        .invoke(failure -> LOG.warnf("closing failed: %s", failure))
        .onFailure()
        .recoverWithNull()
        .await()
        .indefinitely();
  }

  /** Two readers under one name would take each other's running work for their own past. */
  private static void requireDistinct(IncomingSettings one, IncomingSettings other) {
    ReaderSettings a = one.reader();
    ReaderSettings b = other.reader();
    if (one.client().equals(other.client())
        && a.stream().equals(b.stream())
        && a.group().equals(b.group())
        && a.consumer().equals(b.consumer())) {
      throw new IllegalArgumentException(
          "mp.messaging.incoming.%s.consumer: channel `%s` is the same consumer of the same group"
              .formatted(one.channel(), other.channel()));
    }
  }

  private Stream<IncomingRedisStreamsChannel> checked() {
    return incoming.stream().filter(channel -> channel.settings().healthEnabled());
  }

  private DeadLetterSink sink(IncomingSettings settings, StreamCommands commands) {
    if (settings.deadLetterSink().equals(STREAM_SINK)) {
      return new StreamDeadLetterSink(
          commands, settings.deadLetterStream(), settings.deadLetterMaxLength());
    }
    Instance<DeadLetterSink> found = sinks.select(Identifier.Literal.of(settings.deadLetterSink()));
    if (!found.isResolvable()) {
      throw new IllegalArgumentException(
          "mp.messaging.incoming.%s.dead-letter.sink: no DeadLetterSink bean is called `%s`"
              .formatted(settings.channel(), settings.deadLetterSink()));
    }
    return found.get();
  }
}
