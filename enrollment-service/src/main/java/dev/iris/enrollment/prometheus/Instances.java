package dev.iris.enrollment.prometheus;

import dev.iris.web.IpRange;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * From where an instance scrapes.
   *
   * @throws TargetException {@code prometheus-unknown}
   */
  public List<IpRange> scrapesFrom(String name) {
    return require(name).scrapesFrom();
  }

  /** All of them, in the order of their names. */
  Collection<Instance> all() {
    return byName.values();
  }

  /** The one of this name, if it is configured. */
  Optional<Instance> find(String name) {
    return Optional.ofNullable(byName.get(name));
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
