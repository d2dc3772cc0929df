package dev.iris.enrollment.template;

import java.util.Map;
import java.util.Optional;

/** What Iris knows of Alloy's exporters: under which job they are scraped, and which series of theirs tells of their health. */
final class ExporterKinds {

  private static final String PREFIX = "prometheus.exporter.";

  private record Kind(String job, String healthSeries) {}

  private static final Map<String, Kind> KNOWN =
      Map.ofEntries(
          // what fleets of Alloys are called on dashboards everywhere
          Map.entry("unix", new Kind("alloy", "node_uname_info")),
          Map.entry("self", new Kind("alloy-self", "alloy_build_info")),
          Map.entry("apache", new Kind("apache", "apache_up")),
          Map.entry("mysql", new Kind("mysql", "mysql_up")),
          Map.entry("postgres", new Kind("postgresql", "pg_up")),
          Map.entry("mongodb", new Kind("mongodb", "mongodb_up")),
          Map.entry("redis", new Kind("redis", "redis_up")),
          Map.entry("memcached", new Kind("memcached", "memcached_up")));

  private ExporterKinds() {}

  /** The component that a block is, if Prometheus can scrape it. */
  static Optional<Component> component(AlloyBlock block) {
    if (!block.name().startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = block.name().substring(PREFIX.length());
    Kind kind = KNOWN.getOrDefault(name, new Kind(name, "up"));
    return Optional.of(
        new Component(
            block.id(),
            kind.job(),
            kind.healthSeries(),
            Component.ALLOY_PORT,
            Component.Source.ALLOY));
  }

  /** The component that a companion of a service is. */
  static Component component(ReadyService service, Companion companion) {
    String type = service.type().type();
    return new Component(
        type + "." + service.label(),
        type,
        type + "_up",
        companion.port(),
        Component.Source.EXPORTER);
  }
}
