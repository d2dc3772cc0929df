package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.GroupBacklog;
import dev.iris.messaging.redis.stream.StreamMeters;
import java.time.Duration;

/** Chooses where figures go: to Micrometer where the application brings it, else nowhere. */
final class Meters {

  private static final boolean MICROMETER = isPresent("io.micrometer.core.instrument.Metrics");

  private Meters() {}

  static StreamMeters of(String channel, String stream, String group) {
    return MICROMETER ? MicrometerStreamMeters.register(channel, stream, group) : new Silent();
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, Meters.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static final class Silent implements StreamMeters {

    @Override
    public void delivered() {}

    @Override
    public void claimed() {}

    @Override
    public void lost(int entries) {}

    @Override
    public void leasesLost(int entries) {}

    @Override
    public void retried() {}

    @Override
    public void deadLettered() {}

    @Override
    public void acknowledged(Duration latency) {}

    @Override
    public void inFlight(int entries) {}

    @Override
    public void backlog(GroupBacklog backlog) {}
  }
}
