package dev.iris.incident.retention;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration as it would be read from these properties. */
final class ConfigOf {

  private static final int PRIORITY = 300;

  private ConfigOf() {}

  static RetentionConfig retention(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(RetentionConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", PRIORITY))
        .build()
        .getConfigMapping(RetentionConfig.class);
  }
}
