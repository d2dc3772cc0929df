package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.Backoff;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The attributes of an outgoing channel, all read and checked when the channel is made. */
record OutgoingSettings(
    String channel,
    String client,
    String stream,
    String payloadField,
    boolean healthEnabled,
    boolean readinessEnabled,
    boolean tracingEnabled,
    int maxInFlight,
    int retries,
    Backoff retry,
    Optional<Duration> retainFor) {

  /**
   * @throws IllegalArgumentException naming the attribute that is missing or bad
   */
  static OutgoingSettings read(Config config) {
    var raw = new RedisStreamsConnectorOutgoingConfiguration(config);
    var read = new Attributes("outgoing", raw.getChannel());
    Duration initial = read.duration("retry-initial-delay", raw::getRetryInitialDelay);
    Duration max = read.duration("retry-max-delay", raw::getRetryMaxDelay);
    read.require(
        max.compareTo(initial) >= 0,
        "retry-max-delay",
        "must not be shorter than retry-initial-delay");
    return new OutgoingSettings(
        raw.getChannel(),
        read.text("client", raw::getClient),
        read.text("stream", () -> raw.getStream().orElse(raw.getChannel())),
        read.text("payload-field", raw::getPayloadField),
        read.read("health-enabled", raw::getHealthEnabled),
        read.read("health-readiness-enabled", raw::getHealthReadinessEnabled),
        read.read("tracing-enabled", raw::getTracingEnabled),
        read.atLeast(1, "max-inflight-messages", raw::getMaxInflightMessages),
        read.atLeast(0, "retries", raw::getRetries),
        new Backoff(initial, max),
        read.read("retain-for", raw::getRetainFor)
            .map(value -> read.duration("retain-for", () -> value)));
  }
}
