package dev.iris.enrollment.prometheus;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus as operators see it.
 *
 * @param answers whether it answered just now; null where nobody knows where to ask
 * @param code what is wrong with its folder or its answers, null if nothing is
 * @param remedy what to do about that
 */
record InstanceView(
    String name,
    String discovery,
    @Nullable String targetsFolder,
    @Nullable String url,
    Duration scrapeInterval,
    @Nullable Boolean answers,
    @Nullable String version,
    @Nullable String code,
    @Nullable String remedy) {

  static InstanceView of(
      Instance instance,
      @Nullable Boolean answers,
      @Nullable String version,
      @Nullable String code,
      @Nullable String remedy) {
    return new InstanceView(
        instance.name(),
        instance.discovery().name().toLowerCase(Locale.ROOT),
        instance.folder().map(String::valueOf).orElse(null),
        instance.url().map(String::valueOf).orElse(null),
        instance.scrapeInterval(),
        answers,
        version,
        code,
        remedy);
  }
}
