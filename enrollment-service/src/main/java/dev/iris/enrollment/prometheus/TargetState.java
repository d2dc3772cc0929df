package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A target as a Prometheus lists it.
 *
 * @param dropped its scrape job's relabelling left it out
 * @param discovered its labels before relabelling
 * @param labels its labels after that; none if it was dropped
 * @param health {@code up}, {@code down} or {@code unknown}
 * @param error what happened at the last scrape, empty if nothing did
 */
record TargetState(
    boolean dropped,
    Map<String, String> discovered,
    Map<String, String> labels,
    String health,
    String error) {

  TargetState {
    discovered = Map.copyOf(discovered);
    labels = Map.copyOf(labels);
  }

  static TargetState of(JsonNode target, boolean dropped) {
    return new TargetState(
        dropped,
        texts(target.path("discoveredLabels")),
        texts(target.path("labels")),
        target.path("health").asText(),
        target.path("lastError").asText());
  }

  boolean isOf(String host) {
    return host.equals(discovered.get(TargetGroup.HOST_LABEL));
  }

  boolean isOf(ScrapedComponent component) {
    return component.id().equals(discovered.get(TargetGroup.COMPONENT_LABEL));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
