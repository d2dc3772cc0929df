package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.Backoff;
import dev.iris.messaging.redis.stream.ReaderSettings;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** The attributes of an incoming channel, all read and checked when the channel is made. */
record IncomingSettings(
    String channel,
    String client,
    String readClient,
    String payloadField,
    boolean healthEnabled,
    boolean readinessEnabled,
    boolean tracingEnabled,
    FailureStrategy failureStrategy,
    int maxDeliveries,
    Backoff retry,
    String deadLetterSink,
    String deadLetterStream,
    int deadLetterMaxLength,
    Duration shutdownTimeout,
    ReaderSettings reader) {

  private static final String COPY_SEPARATOR =
      ConcurrencyConnectorConfig.CONCURRENCY_CONFIG_SEPARATOR;

  /**
   * @throws IllegalArgumentException naming the attribute that is missing or bad
   */
  static IncomingSettings read(Config config) {
    var raw = new RedisStreamsConnectorIncomingConfiguration(config);
    var read = new Attributes("incoming", raw.getChannel());
    String client = read.text("client", raw::getClient);
    ReaderSettings reader = readerSettings(raw, read);
    return new IncomingSettings(
        raw.getChannel(),
        client,
        read.text("read-client", () -> raw.getReadClient().orElse(client)),
        read.text("payload-field", raw::getPayloadField),
        read.read("health-enabled", raw::getHealthEnabled),
        read.read("health-readiness-enabled", raw::getHealthReadinessEnabled),
        read.read("tracing-enabled", raw::getTracingEnabled),
        read.oneOf(FailureStrategy.class, "failure-strategy", raw::getFailureStrategy),
        read.atLeast(1, "max-deliveries", raw::getMaxDeliveries),
        reader.backoff(),
        read.text("dead-letter.sink", raw::getDeadLetterSink),
        read.text(
            "dead-letter.stream",
            () -> raw.getDeadLetterStream().orElse(reader.stream() + ".dead")),
        read.atLeast(0, "dead-letter.max-len", raw::getDeadLetterMaxLen),
        read.duration("shutdown-timeout", raw::getShutdownTimeout),
        reader);
  }

  private static ReaderSettings readerSettings(
      RedisStreamsConnectorIncomingConfiguration raw, Attributes read) {
    Duration minIdle = read.duration("claim.min-idle", raw::getClaimMinIdle);
    read.require(minIdle.toMillis() >= 100, "claim.min-idle", "must be at least 100ms");
    Duration idleConsumerTtl = read.duration("idle-consumer-ttl", raw::getIdleConsumerTtl);
    read.require(
        idleConsumerTtl.compareTo(minIdle) > 0,
        "idle-consumer-ttl",
        "must be longer than claim.min-idle");
    // with `concurrency` SmallRye makes copies of a channel, called channel$1 and so on: each is a
    // consumer of its own
    int separator = raw.getChannel().indexOf(COPY_SEPARATOR);
    String channel = separator < 0 ? raw.getChannel() : raw.getChannel().substring(0, separator);
    String copy = raw.getChannel().substring(channel.length());
    return new ReaderSettings(
        read.text("stream", () -> raw.getStream().orElse(channel)),
        read.text("group", raw::getGroup),
        read.text("consumer", () -> raw.getConsumer().orElseGet(IncomingSettings::hostName)) + copy,
        read.text("group-start", raw::getGroupStart),
        read.read("create-group", raw::getCreateGroup),
        read.atLeast(1, "count", raw::getCount),
        read.duration("block", raw::getBlock),
        read.atLeast(1, "max-in-flight", raw::getMaxInFlight),
        read.duration("claim.interval", raw::getClaimInterval),
        minIdle,
        read.atLeast(1, "claim.count", raw::getClaimCount),
        read.read("lease.renew", raw::getLeaseRenew),
        idleConsumerTtl,
        backoff(read, raw));
  }

  private static Backoff backoff(Attributes read, RedisStreamsConnectorIncomingConfiguration raw) {
    Duration initial = read.duration("retry-initial-delay", raw::getRetryInitialDelay);
    Duration max = read.duration("retry-max-delay", raw::getRetryMaxDelay);
    read.require(
        max.compareTo(initial) >= 0,
        "retry-max-delay",
        "must not be shorter than retry-initial-delay");
    return new Backoff(initial, max);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "this machine has no host name to call the consumer by; set the attribute", e);
    }
  }
}
