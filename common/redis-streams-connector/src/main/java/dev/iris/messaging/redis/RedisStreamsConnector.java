package dev.iris.messaging.redis;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The connector {@code iris-redis-streams}. README.md says what each attribute means and what is
 * guaranteed.
 */
@ApplicationScoped
@Connector(RedisStreamsConnector.NAME)
@ConnectorAttribute(
    name = "client",
    type = "string",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "<default>",
    description = "Name of the Quarkus Redis client")
@ConnectorAttribute(
    name = "stream",
    type = "string",
    direction = INCOMING_AND_OUTGOING,
    description = "Key of the stream; the channel's name if not set")
@ConnectorAttribute(
    name = "payload-field",
    type = "string",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "payload",
    description = "Field of the entry that holds the payload")
@ConnectorAttribute(
    name = "health-enabled",
    type = "boolean",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "true",
    description = "Whether the channel takes part in health checks")
@ConnectorAttribute(
    name = "health-readiness-enabled",
    type = "boolean",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "true",
    description = "Whether the channel takes part in the readiness check")
@ConnectorAttribute(
    name = "tracing-enabled",
    type = "boolean",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "true",
    description = "Whether traces go through the entries")
@ConnectorAttribute(
    name = "read-client",
    type = "string",
    direction = INCOMING,
    description =
        "Name of the Redis client whose pool holds this channel's reading connection; `client` if not set")
@ConnectorAttribute(
    name = "group",
    type = "string",
    direction = INCOMING,
    mandatory = true,
    description = "Consumer group")
@ConnectorAttribute(
    name = "consumer",
    type = "string",
    direction = INCOMING,
    description =
        "Name within the group: unique, and the same again after a restart; the host's name if not set")
@ConnectorAttribute(
    name = "group-start",
    type = "string",
    direction = INCOMING,
    defaultValue = "0",
    description = "Entry id after which a new group starts; $ for what comes next")
@ConnectorAttribute(
    name = "create-group",
    type = "boolean",
    direction = INCOMING,
    defaultValue = "true",
    description = "Whether to create stream and group where they are missing")
@ConnectorAttribute(
    name = "count",
    type = "int",
    direction = INCOMING,
    defaultValue = "32",
    description = "Entries per read, at most")
@ConnectorAttribute(
    name = "block",
    type = "string",
    direction = INCOMING,
    defaultValue = "2s",
    description = "How long a read waits for entries")
@ConnectorAttribute(
    name = "max-in-flight",
    type = "int",
    direction = INCOMING,
    defaultValue = "128",
    description = "Entries read and not settled, at most")
@ConnectorAttribute(
    name = "claim.interval",
    type = "string",
    direction = INCOMING,
    defaultValue = "5s",
    description = "How often to look for entries of dead consumers")
@ConnectorAttribute(
    name = "claim.min-idle",
    type = "string",
    direction = INCOMING,
    defaultValue = "10s",
    description = "Without a sign of life for so long, a consumer counts as dead")
@ConnectorAttribute(
    name = "claim.count",
    type = "int",
    direction = INCOMING,
    defaultValue = "64",
    description = "Entries per claim, at most")
@ConnectorAttribute(
    name = "lease.renew",
    type = "boolean",
    direction = INCOMING,
    defaultValue = "true",
    description = "Whether entries in work give signs of life")
@ConnectorAttribute(
    name = "idle-consumer-ttl",
    type = "string",
    direction = INCOMING,
    defaultValue = "1h",
    description = "Consumers that hold nothing and were not seen for so long are removed")
@ConnectorAttribute(
    name = "failure-strategy",
    type = "string",
    direction = INCOMING,
    defaultValue = "retry",
    description = "What to do with an entry whose handler failed: retry or dead-letter")
@ConnectorAttribute(
    name = "max-deliveries",
    type = "int",
    direction = INCOMING,
    defaultValue = "5",
    description = "How often an entry is handed to a handler, at most")
@ConnectorAttribute(
    name = "dead-letter.sink",
    type = "string",
    direction = INCOMING,
    defaultValue = "stream",
    description = "`stream`, or the @Identifier of a DeadLetterSink bean")
@ConnectorAttribute(
    name = "dead-letter.stream",
    type = "string",
    direction = INCOMING,
    description = "Where the sink `stream` writes to; <stream>.dead if not set")
@ConnectorAttribute(
    name = "dead-letter.max-len",
    type = "int",
    direction = INCOMING,
    defaultValue = "0",
    description = "About how many letters the sink `stream` keeps; 0 for all")
@ConnectorAttribute(
    name = "shutdown-timeout",
    type = "string",
    direction = INCOMING,
    defaultValue = "10s",
    description = "How long to wait for entries in work when the application stops")
@ConnectorAttribute(
    name = "max-inflight-messages",
    type = "int",
    direction = OUTGOING,
    defaultValue = "256",
    description = "Messages sent and not yet confirmed, at most")
@ConnectorAttribute(
    name = "retries",
    type = "int",
    direction = OUTGOING,
    defaultValue = "5",
    description = "How often to try again before the message is nacked")
@ConnectorAttribute(
    name = "retain-for",
    type = "string",
    direction = OUTGOING,
    description = "Trim entries older than this while adding; keep everything if not set")
@ConnectorAttribute(
    name = "retry-initial-delay",
    type = "string",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "200ms",
    description = "Delay before the first new try; doubles with each")
@ConnectorAttribute(
    name = "retry-max-delay",
    type = "string",
    direction = INCOMING_AND_OUTGOING,
    defaultValue = "10s",
    description = "Longest delay before a new try")
public class RedisStreamsConnector implements InboundConnector, OutboundConnector, HealthReporter {

  /** What {@code mp.messaging.incoming.<channel>.connector} is set to. */
  public static final String NAME = "iris-redis-streams";

  private final Channels channels;

  RedisStreamsConnector(
      ExecutionHolder execution,
      @Any Instance<Redis> clients,
      @Any Instance<DeadLetterSink> sinks,
      Instance<OpenTelemetry> telemetry) {
    this.channels =
        new Channels(execution.vertx().getDelegate(), new RedisClients(clients), sinks, telemetry);
  }

  @Override
  public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
    return channels.incoming(IncomingSettings.read(config)).messages();
  }

  @Override
  public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
    return channels.outgoing(OutgoingSettings.read(config)).subscriber();
  }

  @Override
  public HealthReport getStartup() {
    return channels.startup();
  }

  @Override
  public HealthReport getReadiness() {
    return channels.readiness();
  }

  @Override
  public HealthReport getLiveness() {
    return channels.liveness();
  }

  /**
   * Quarkus closes its Redis clients before the application scope: this is the moment to settle
   * what is in work.
   */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
    channels.close();
  }

  /** For containers without Quarkus' events; {@link ExecutionHolder} closes Vert.x at 200. */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS)
          @Priority(50)
          @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    channels.close();
  }
}
