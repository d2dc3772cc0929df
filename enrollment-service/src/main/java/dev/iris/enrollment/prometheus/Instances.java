package dev.iris.enrollment.prometheus;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The configured instances. Made at the start: a configuration that can not be meant keeps the service from starting. */
@Startup
@Singleton
public final class Instances {

  private final TreeMap<String, Instance> byName = new TreeMap<>();

  Instances(PrometheusConfig config) {
    for (Map.Entry<String, PrometheusConfig.Server> entry : config.instances().entrySet()) {
      byName.put(entry.getKey(), Instance.of(entry.getKey(), entry.getValue()));
    }
  }

  /** What they are called. */
  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /** All of them, in the order of their names. */
  Collection<Instance> all() {
    return byName.values();
  }

  /**
   * The one of this name.
   *
   * @throws TargetException {@code prometheus-unknown}
   */
  Instance require(String name) {
    Instance found = byName.get(name);
    if (found == null) {
      throw new TargetException(
          "prometheus-unknown",
          "No Prometheus of this name is configured (iris.enrollment.prometheus.<name>). There are: "
              + String.join(", ", byName.keySet()));
    }
    return found;
  }
}
