package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.GroupBacklog;
import dev.iris.messaging.redis.stream.StreamMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** A channel's figures in Micrometer's global registry, to which Quarkus connects its own. The only class that needs Micrometer. */
final class MicrometerStreamMeters implements StreamMeters {

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

  private MicrometerStreamMeters(MeterRegistry registry, Tags tags) {
    delivered = counter(registry, tags, "delivered", "Entries handed to the application");
    claimed = counter(registry, tags, "claimed", "Entries taken over from consumers that gave no sign of life");
    lost = counter(registry, tags, "lost", "Entries trimmed or deleted before they were acknowledged");
    leasesLost = counter(registry, tags, "leases.lost", "Entries in work that were taken over by another consumer");
    retried = counter(registry, tags, "retried", "Entries handed to the application again after a failure");
    deadLettered = counter(registry, tags, "dead.lettered", "Entries given up");
    acknowledged = Timer.builder(PREFIX + "ack").description("From the acknowledgement to its confirmation by Redis").tags(tags).register(registry);
  }

  static MicrometerStreamMeters register(String channel, String stream, String group) {
    MeterRegistry registry = Metrics.globalRegistry;
    Tags tags = Tags.of("channel", channel, "stream", stream, "group", group);
    var meters = new MicrometerStreamMeters(registry, tags);
    gauge(registry, tags, "in.flight", "Entries read and not settled", meters, m -> m.inFlight);
    gauge(registry, tags, "pending", "Entries delivered to any consumer of the group and not acknowledged", meters, m -> m.backlog.pending());
    gauge(registry, tags, "lag", "Entries not yet delivered to the group; NaN before Redis 7.0", meters, m -> m.backlog.lag());
    return meters;
  }

  @Override
  public void delivered() {
    delivered.increment();
  }

  @Override
  public void claimed() {
    claimed.increment();
  }

  @Override
  public void lost(int entries) {
    lost.increment(entries);
  }

  @Override
  public void leasesLost(int entries) {
    leasesLost.increment(entries);
  }

  @Override
  public void retried() {
    retried.increment();
  }

  @Override
  public void deadLettered() {
    deadLettered.increment();
  }

  @Override
  public void acknowledged(Duration latency) {
    acknowledged.record(latency);
  }

  @Override
  public void inFlight(int entries) {
    inFlight = entries;
  }

  @Override
  public void backlog(GroupBacklog latest) {
    backlog = latest;
  }

  private static Counter counter(MeterRegistry registry, Tags tags, String name, String description) {
    return Counter.builder(PREFIX + name).description(description).tags(tags).register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      Tags tags,
      String name,
      String description,
      MicrometerStreamMeters meters,
      java.util.function.ToDoubleFunction<MicrometerStreamMeters> value) {
    Gauge.builder(PREFIX + name, meters, value).description(description).tags(tags).register(registry);
  }
}
