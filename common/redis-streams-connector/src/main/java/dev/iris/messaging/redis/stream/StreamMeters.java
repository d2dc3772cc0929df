package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.GroupBacklog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * What a channel tells about its work, in Micrometer's global registry: Quarkus connects its own to
 * it, and where there is none the figures go nowhere. Thread-safe, never blocks.
 */
public final class StreamMeters {

  private static final String PREFIX = "redis.streams.";

  private final Counter delivered;
  private final Counter claimed;
  private final Counter lost;
  private final Counter leasesLost;
  private final Counter retried;
  private final Counter deadLettered;
  private final Timer acknowledged;
  private volatile int inFlight;
  private volatile GroupBacklog backlog = new GroupBacklog(Double.NaN, Double.NaN);

  private StreamMeters(MeterRegistry registry, Tags tags) {
    delivered = counter(registry, tags, "delivered", "Entries handed to the application");
    claimed =
        counter(
            registry,
            tags,
            "claimed",
            "Entries taken over from consumers that gave no sign of life");
    lost =
        counter(registry, tags, "lost", "Entries trimmed or deleted before they were acknowledged");
    leasesLost =
        counter(
            registry,
            tags,
            "leases.lost",
            "Entries in work that were taken over by another consumer");
    retried =
        counter(
            registry, tags, "retried", "Entries handed to the application again after a failure");
    deadLettered = counter(registry, tags, "dead.lettered", "Entries given up");
    acknowledged =
        Timer.builder(PREFIX + "ack")
            .description("From the acknowledgement to its confirmation by Redis")
            .tags(tags)
            .register(registry);
  }

  public static StreamMeters register(String channel, String stream, String group) {
    MeterRegistry registry = Metrics.globalRegistry;
    Tags tags = Tags.of("channel", channel, "stream", stream, "group", group);
    var meters = new StreamMeters(registry, tags);
    gauge(registry, tags, "in.flight", "Entries read and not settled", meters, m -> m.inFlight);
    gauge(
        registry,
        tags,
        "pending",
        "Entries delivered to any consumer of the group and not acknowledged",
        meters,
        m -> m.backlog.pending());
    gauge(
        registry,
        tags,
        "lag",
        "Entries not yet delivered to the group; NaN before Redis 7.0",
        meters,
        m -> m.backlog.lag());
    return meters;
  }

  /** An entry was handed to the application. */
  public void delivered() {
    delivered.increment();
  }

  /** An entry was taken over from a consumer that gave no sign of life. */
  public void claimed() {
    claimed.increment();
  }

  /** Entries were trimmed or deleted before they were acknowledged: their content is gone. */
  public void lost(int entries) {
    lost.increment(entries);
  }

  /** Entries in work were taken over by another consumer: their leases ran out. */
  public void leasesLost(int entries) {
    leasesLost.increment(entries);
  }

  /** An entry is going to be handed to the application again after a failure. */
  public void retried() {
    retried.increment();
  }

  /** An entry was given up and kept by the dead-letter sink. */
  public void deadLettered() {
    deadLettered.increment();
  }

  /** Redis confirmed an acknowledgement, so long after it was asked for. */
  public void acknowledged(Duration latency) {
    acknowledged.record(latency);
  }

  /** So many entries are in this consumer's hands now. */
  public void inFlight(int entries) {
    inFlight = entries;
  }

  /** What the group has before it now. */
  public void backlog(GroupBacklog latest) {
    backlog = latest;
  }

  private static Counter counter(
      MeterRegistry registry, Tags tags, String name, String description) {
    return Counter.builder(PREFIX + name).description(description).tags(tags).register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      Tags tags,
      String name,
      String description,
      StreamMeters meters,
      ToDoubleFunction<StreamMeters> value) {
    Gauge.builder(PREFIX + name, meters, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
