package dev.iris.enrollment.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.iris.enrollment.template.SettingKind.Encoding;
import dev.iris.enrollment.template.SettingKind.Secret;
import dev.iris.web.FieldFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks wanted services against their types' schemas, and collects everything that is wrong with them. No message holds a value. */
final class SettingsReader {

  private static final int MOST_SERVICES = 50;
  private static final int LONGEST_NAME = 100;

  private final List<FieldFault> faults = new ArrayList<>();

  /** The services that are right; see {@link #faults} for the others. */
  List<ReadyService> read(List<@Nullable WantedService> wanted, String field) {
    List<ReadyService> ready = new ArrayList<>();
    if (wanted.isEmpty() || wanted.size() > MOST_SERVICES) {
      fault(field, "must be 1 to " + MOST_SERVICES + " services");
      return ready;
    }
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      String path = field + "[" + i + "]";
      read(wanted.get(i), path)
          .ifPresent(
              service -> {
                String key =
                    service.type().type() + (service.type().single() ? "" : " " + service.label());
                if (taken.add(key)) {
                  ready.add(service);
                } else {
                  fault(path + ".name", "there is another service of this type and name");
                }
              });
    }
    return ready;
  }

  /** One service; empty if something is wrong with it. */
  Optional<ReadyService> read(@Nullable WantedService wanted, String path) {
    if (wanted == null || wanted.type() == null) {
      fault(path + ".type", "is missing");
      return Optional.empty();
    }
    ServiceType type = ServiceTypes.find(wanted.type()).orElse(null);
    if (type == null) {
      fault(path + ".type", "must be one of " + ServiceTypes.names());
      return Optional.empty();
    }
    return read(type, wanted.name(), wanted.settings(), path.isEmpty() ? "" : path + ".");
  }

  /** A service of a type. */
  Optional<ReadyService> read(
      ServiceType type, @Nullable String name, @Nullable JsonNode settings, String prefix) {
    int before = faults.size();
    String called = name == null ? type.defaultName() : name;
    if (called.isBlank() || called.length() > LONGEST_NAME || !EnvironmentFile.isUsable(called)) {
      fault(prefix + "name", "must be a text of 1 to " + LONGEST_NAME + " characters");
      return Optional.empty();
    }
    if (settings != null && !settings.isNull() && !settings.isObject()) {
      fault(prefix + "settings", "must be an object");
      return Optional.empty();
    }
    JsonNode given = settings == null ? MissingNode.getInstance() : settings;
    ReadyService service = service(type, called, given, prefix + "settings");
    return faults.size() == before ? Optional.of(service) : Optional.empty();
  }

  List<FieldFault> faults() {
    return List.copyOf(faults);
  }

  private ReadyService service(ServiceType type, String name, JsonNode given, String field) {
    String label = AlloyName.of(name);
    Map<String, @Nullable Object> settings = new HashMap<>();
    Map<String, @Nullable Object> variables = new HashMap<>();
    Map<String, String> secrets = new HashMap<>();
    onlyKnown(type, given, field);
    for (Setting setting : type.settings()) {
      Object value = value(setting, given.path(setting.name()), field);
      if (setting.kind() instanceof Secret secret) {
        String variable = value == null ? null : setting.variable(type.type(), label);
        variables.put(setting.name(), variable);
        if (variable != null && value instanceof String text) {
          secrets.put(
              variable, secret.encoding() == Encoding.PERCENT ? UrlPart.percent(text) : text);
        }
      } else {
        settings.put(setting.name(), value);
      }
    }
    for (List<String> group : type.together()) {
      long set =
          group.stream()
              .filter(of -> settings.get(of) != null || variables.get(of) != null)
              .count();
      if (set > 0 && set < group.size()) {
        fault(field, group + " go together");
      }
    }
    return new ReadyService(type, name, label, settings, variables, secrets);
  }

  private @Nullable Object value(Setting setting, JsonNode given, String field) {
    if (given.isMissingNode() || given.isNull()) {
      return setting.fallback();
    }
    Optional<Object> value = setting.kind().read(given);
    if (value.isEmpty()) {
      fault(field + "." + setting.name(), setting.kind().rule());
    }
    return value.orElse(null);
  }

  private void onlyKnown(ServiceType type, JsonNode given, String field) {
    Set<String> known = new TreeSet<>();
    type.settings().forEach(setting -> known.add(setting.name()));
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                fault(field, "an unknown setting is among them; known are " + known);
              }
            });
  }

  private void fault(String field, String message) {
    faults.add(new FieldFault(field, message));
  }
}
