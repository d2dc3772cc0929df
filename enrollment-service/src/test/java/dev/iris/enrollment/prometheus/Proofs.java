package dev.iris.enrollment.prometheus;

import dev.iris.testing.ConfigOf;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Proofs without an application. */
final class Proofs {

  private Proofs() {}

  /** At an instance {@code default} with these settings, which scrapes every second. */
  static Proof at(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    settings.forEach((name, value) -> all.put("iris.enrollment.prometheus.default." + name, value));
    all.putIfAbsent("iris.enrollment.prometheus.default.scrape-interval", "1s");
    all.putIfAbsent("iris.enrollment.prometheus.default.noticed-after", "8s");
    TargetsConfig config =
        ConfigOf.mapping(
            TargetsConfig.class,
            Map.of(
                "iris.enrollment.targets.poll-interval", "100ms",
                "iris.enrollment.targets.timeout", "5s"));
    return new Proof(
        new Instances(ConfigOf.mapping(PrometheusConfig.class, all)),
        new PrometheusClient(config),
        config,
        InstantSource.system());
  }
}
