package dev.iris.outbox;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The configuration as it would be read from these properties. */
final class ConfigOf {

  private static final int PRIORITY = 300;

  private ConfigOf() {}

  static OutboxConfig outbox(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(OutboxConfig.class)
        .withConverter(Duration.class, PRIORITY, new DurationConverter())
        .withSources(new PropertiesConfigSource(properties, "test", PRIORITY))
        .build()
        .getConfigMapping(OutboxConfig.class);
  }
}
