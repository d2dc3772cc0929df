package dev.iris.enrollment.prometheus;

import java.util.List;
import java.util.Map;

/**
 * Targets of a host in a file that Iris did not write.
 *
 * @param file its name
 * @param targets of this host, as they are written there
 * @param labels of their groups; of one name the last value
 * @param shared whether the file has targets of others, too
 */
public record FoundTarget(
    String file, List<String> targets, Map<String, String> labels, boolean shared) {

  public FoundTarget {
    targets = List.copyOf(targets);
    labels = Map.copyOf(labels);
  }
}
