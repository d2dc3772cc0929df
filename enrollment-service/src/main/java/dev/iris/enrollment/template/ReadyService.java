package dev.iris.enrollment.template;

import dev.iris.enrollment.template.MapKeys.ContextMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wanted service whose settings are right.
 *
 * @param label for its blocks
 * @param settings of each setting that is no secret: its value, null if it is not set
 * @param variables of each secret: its variable, null if it is not set
 * @param secrets what the variables hold
 */
record ReadyService(
    ServiceType type,
    String name,
    String label,
    Map<String, @Nullable Object> settings,
    Map<String, @Nullable Object> variables,
    Map<String, String> secrets) {

  ReadyService {
    settings = Collections.unmodifiableMap(new HashMap<>(settings));
    variables = Collections.unmodifiableMap(new HashMap<>(variables));
    secrets = Map.copyOf(secrets);
  }

  /** All that its template may know. */
  Map<String, Object> context(TemplateHost host) {
    return Map.of(
        "host",
        new ContextMap(
            Map.of(
                "hostname", host.hostname(),
                "address", host.address(),
                "os", host.os(),
                "osVersion", host.osVersion(),
                "architecture", host.architecture())),
        "service",
        new ContextMap(Map.of("type", type.type(), "name", name, "label", label)),
        "settings",
        new ContextMap(settings),
        "secrets",
        new ContextMap(variables));
  }

  @Override
  public String toString() {
    return "ReadyService[type=" + type.type() + ", label=" + label + "]";
  }
}
