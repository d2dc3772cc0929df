package dev.iris.enrollment.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type of service that Iris knows how to monitor.
 *
 * @param defaultName the name of a service that has none
 * @param single whether a host has no more than one
 * @param settings its schema
 * @param together settings that are all given or none
 * @param companion what must run beside Alloy for it, by the settings
 */
record ServiceType(
    String type,
    String description,
    String defaultName,
    boolean single,
    List<Setting> settings,
    List<List<String>> together,
    Function<Map<String, Object>, Optional<Companion>> companion) {

  ServiceType {
    settings = List.copyOf(settings);
    together = List.copyOf(together);
  }

  Optional<Setting> setting(String name) {
    return settings.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }
}
