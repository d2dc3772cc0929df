package dev.iris.messaging.redis;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.stream.EventLoop;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.smallrye.reactive.messaging.tracing.TracingUtils;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The connector {@code iris-redis-streams}. README.md says what each attribute means and what is guaranteed. */
@ApplicationScoped
@Connector(RedisStreamsConnector.NAME)
@ConnectorAttribute(name = "client", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "<default>", description = "Name of the Quarkus Redis client")
@ConnectorAttribute(name = "stream", type = "string", direction = INCOMING_AND_OUTGOING, description = "Key of the stream; the channel's name if not set")
@ConnectorAttribute(name = "payload-field", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "payload", description = "Field of the entry that holds the payload")
@ConnectorAttribute(name = "health-enabled", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true", description = "Whether the channel takes part in health checks")
@ConnectorAttribute(name = "health-readiness-enabled", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true", description = "Whether the channel takes part in the readiness check")
@ConnectorAttribute(name = "tracing-enabled", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true", description = "Whether traces go through the entries")
@ConnectorAttribute(name = "read-client", type = "string", direction = INCOMING, description = "Name of the Redis client whose pool holds this channel's reading connection; `client` if not set")
@ConnectorAttribute(name = "group", type = "string", direction = INCOMING, mandatory = true, description = "Consumer group")
@ConnectorAttribute(name = "consumer", type = "string", direction = INCOMING, description = "Name within the group: unique, and the same again after a restart; the host's name if not set")
@ConnectorAttribute(name = "group-start", type = "string", direction = INCOMING, defaultValue = "0", description = "Entry id after which a new group starts; $ for what comes next")
@ConnectorAttribute(name = "create-group", type = "boolean", direction = INCOMING, defaultValue = "true", description = "Whether to create stream and group where they are missing")
@ConnectorAttribute(name = "count", type = "int", direction = INCOMING, defaultValue = "32", description = "Entries per read, at most")
@ConnectorAttribute(name = "block", type = "string", direction = INCOMING, defaultValue = "2s", description = "How long a read waits for entries")
@ConnectorAttribute(name = "max-in-flight", type = "int", direction = INCOMING, defaultValue = "128", description = "Entries read and not settled, at most")
@ConnectorAttribute(name = "claim.interval", type = "string", direction = INCOMING, defaultValue = "5s", description = "How often to look for entries of dead consumers")
@ConnectorAttribute(name = "claim.min-idle", type = "string", direction = INCOMING, defaultValue = "10s", description = "Without a sign of life for so long, a consumer counts as dead")
@ConnectorAttribute(name = "claim.count", type = "int", direction = INCOMING, defaultValue = "64", description = "Entries per claim, at most")
@ConnectorAttribute(name = "lease.renew", type = "boolean", direction = INCOMING, defaultValue = "true", description = "Whether entries in work give signs of life")
@ConnectorAttribute(name = "idle-consumer-ttl", type = "string", direction = INCOMING, defaultValue = "1h", description = "Consumers that hold nothing and were not seen for so long are removed")
@ConnectorAttribute(name = "failure-strategy", type = "string", direction = INCOMING, defaultValue = "retry", description = "What to do with an entry whose handler failed: retry or dead-letter")
@ConnectorAttribute(name = "max-deliveries", type = "int", direction = INCOMING, defaultValue = "5", description = "How often an entry is handed to a handler, at most")
@ConnectorAttribute(name = "dead-letter.sink", type = "string", direction = INCOMING, defaultValue = "stream", description = "`stream`, or the @Identifier of a DeadLetterSink bean")
@ConnectorAttribute(name = "dead-letter.stream", type = "string", direction = INCOMING, description = "Where the sink `stream` writes to; <stream>.dead if not set")
@ConnectorAttribute(name = "dead-letter.max-len", type = "int", direction = INCOMING, defaultValue = "0", description = "About how many letters the sink `stream` keeps; 0 for all")
@ConnectorAttribute(name = "shutdown-timeout", type = "string", direction = INCOMING, defaultValue = "10s", description = "How long to wait for entries in work when the application stops")
@ConnectorAttribute(name = "max-inflight-messages", type = "int", direction = OUTGOING, defaultValue = "256", description = "Messages sent and not yet confirmed, at most")
@ConnectorAttribute(name = "retries", type = "int", direction = OUTGOING, defaultValue = "5", description = "How often to try again before the message is nacked")
@ConnectorAttribute(name = "retain-for", type = "string", direction = OUTGOING, description = "Trim entries older than this while adding; keep everything if not set")
@ConnectorAttribute(name = "retry-initial-delay", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "200ms", description = "Delay before the first new try; doubles with each")
@ConnectorAttribute(name = "retry-max-delay", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "10s", description = "Longest delay before a new try")
public class RedisStreamsConnector implements InboundConnector, OutboundConnector, HealthReporter {

  /** What {@code mp.messaging.incoming.<channel>.connector} is set to. */
  public static final String NAME = "iris-redis-streams";

  private static final Logger LOG = Logger.getLogger(RedisStreamsConnector.class);
  private static final String STREAM_SINK = "stream";

  private final ExecutionHolder execution;
  private final RedisClients clients;
  private final Instance<DeadLetterSink> sinks;
  private final Instance<OpenTelemetry> telemetry;
  private final List<IncomingRedisStreamsChannel> incoming = new CopyOnWriteArrayList<>();
  private final List<OutgoingRedisStreamsChannel> outgoing = new CopyOnWriteArrayList<>();
  private final AtomicBoolean terminated = new AtomicBoolean();

  RedisStreamsConnector(
      ExecutionHolder execution, @Any Instance<Redis> clients, @Any Instance<DeadLetterSink> sinks, Instance<OpenTelemetry> telemetry) {
    this.execution = execution;
    this.clients = new RedisClients(clients);
    this.sinks = sinks;
    this.telemetry = telemetry;
  }

  @Override
  public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
    IncomingSettings settings = IncomingSettings.read(config);
    StreamTracing tracing = settings.tracingEnabled() ? StreamTracing.receiving(TracingUtils.getOpenTelemetry(telemetry)) : null;
    var channel =
        new IncomingRedisStreamsChannel(
            settings,
            new EventLoop(execution.vertx().getDelegate()),
            clients.own(settings.readClient()),
            clients.shared(settings.client()),
            commands -> sink(settings, commands),
            tracing);
    incoming.add(channel);
    return channel.messages();
  }

  @Override
  public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
    OutgoingSettings settings = OutgoingSettings.read(config);
    StreamTracing tracing = settings.tracingEnabled() ? StreamTracing.sending(TracingUtils.getOpenTelemetry(telemetry)) : null;
    var channel = new OutgoingRedisStreamsChannel(settings, clients.shared(settings.client()), tracing);
    outgoing.add(channel);
    return channel.subscriber();
  }

  @Override
  public HealthReport getStartup() {
    var report = HealthReport.builder();
    incoming.stream()
        .filter(channel -> channel.settings().healthEnabled())
        .forEach(channel -> report.add(channel.settings().channel(), channel.health().isStarted(), channel.health().message()));
    return report.build();
  }

  @Override
  public HealthReport getReadiness() {
    var report = HealthReport.builder();
    incoming.stream()
        .filter(channel -> channel.settings().healthEnabled() && channel.settings().readinessEnabled())
        .forEach(channel -> report.add(channel.settings().channel(), channel.health().isReady(), channel.health().message()));
    outgoing.stream()
        .filter(channel -> channel.settings().healthEnabled() && channel.settings().readinessEnabled())
        .forEach(channel -> report.add(channel.settings().channel(), channel.trouble().isEmpty(), channel.trouble().orElse("")));
    return report.build();
  }

  @Override
  public HealthReport getLiveness() {
    var report = HealthReport.builder();
    incoming.stream()
        .filter(channel -> channel.settings().healthEnabled())
        .forEach(channel -> report.add(channel.settings().channel(), channel.health().isLive(), channel.health().message()));
    return report.build();
  }

  /** Quarkus closes its Redis clients before it destroys the application scope, so that this is the moment to settle what is in work. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
    terminate();
  }

  /** For containers without Quarkus' events; before {@link ExecutionHolder} closes Vert.x at 200. */
  void stop(@Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class) Object event) {
    terminate();
  }

  private void terminate() {
    if (!terminated.compareAndSet(false, true)) {
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

  private DeadLetterSink sink(IncomingSettings settings, StreamCommands commands) {
    if (settings.deadLetterSink().equals(STREAM_SINK)) {
      return new StreamDeadLetterSink(commands, settings.deadLetterStream(), settings.deadLetterMaxLength());
    }
    Instance<DeadLetterSink> found = sinks.select(Identifier.Literal.of(settings.deadLetterSink()));
    if (!found.isResolvable()) {
      throw new IllegalArgumentException(
          "mp.messaging.incoming.%s.dead-letter.sink: no DeadLetterSink bean is called `%s`".formatted(settings.channel(), settings.deadLetterSink()));
    }
    return found.get();
  }
}
