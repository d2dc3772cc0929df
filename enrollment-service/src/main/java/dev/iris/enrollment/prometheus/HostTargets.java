package dev.iris.enrollment.prometheus;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A host as a Prometheus is to see it.
 *
 * @param address a literal IP address or a name, as the Prometheus reaches it
 * @param hostname what people call it; its address where it has no name
 * @param labels those that were asked for; they keep the {@link LabelRules}
 * @param components what is scraped, each id once, at least one
 */
public record HostTargets(
    UUID hostId,
    String address,
    String hostname,
    Map<String, String> labels,
    List<ScrapedComponent> components) {

  private static final int MOST_COMPONENTS = 50;

  /** The same host with other labels. */
  HostTargets relabelled(Map<String, String> labels) {
    return new HostTargets(hostId, address, hostname, labels, components);
  }

  public HostTargets {
    labels = Map.copyOf(labels);
    components = List.copyOf(components);
    HostAddress.require(address);
    HostAddress.require(hostname);
    List<LabelFault> faults = LabelRules.faults(labels);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "label " + faults.getFirst().label() + " " + faults.getFirst().message());
    }
    Set<String> ids = new HashSet<>();
    // Of nothing everything would be proven.
    if (components.isEmpty()
        || components.size() > MOST_COMPONENTS
        || !components.stream().allMatch(component -> ids.add(component.id()))) {
      throw new IllegalArgumentException("no component, too many, or one twice");
    }
  }
}
