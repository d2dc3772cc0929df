package dev.iris.ownership;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may be responsible for.
 *
 * @param severity the alert's severity in lower case
 * @param labels all of the alert's labels
 */
public record Subject(
    @Nullable String instance,
    @Nullable String service,
    String severity,
    Map<String, String> labels) {
  public Subject {
    labels = Map.copyOf(labels);
  }
}
