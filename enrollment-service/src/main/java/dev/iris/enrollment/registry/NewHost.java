package dev.iris.enrollment.registry;

import java.util.Map;

/**
 * What is said of a host that Iris may not know yet.
 *
 * @param by whose key asked for it
 */
public record NewHost(
    String address,
    int port,
    String hostname,
    String transport,
    Map<String, String> labels,
    String by) {

  public NewHost {
    labels = Map.copyOf(labels);
  }
}
