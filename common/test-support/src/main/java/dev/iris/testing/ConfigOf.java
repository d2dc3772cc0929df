package dev.iris.testing;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** A feature's settings as they would be read from these properties, and from nowhere else. */
public final class ConfigOf {

  private static final int PRIORITY = 300;

  private ConfigOf() {}

  /** The mapping; fails as the service's start would if a property is wrong. */
  public static <T> T mapping(Class<T> mapping, Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(mapping)
        .withConverter(Duration.class, PRIORITY, new DurationConverter())
        .withSources(new PropertiesConfigSource(properties, "test", PRIORITY))
        .build()
        .getConfigMapping(mapping);
  }
}
