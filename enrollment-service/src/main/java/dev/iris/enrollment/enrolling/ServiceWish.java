package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.enrollment.template.ServiceCatalog;
import dev.iris.enrollment.template.WantedService;
import dev.iris.vault.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A service to set up. Its secrets are elsewhere.
 *
 * @param settings as its template has them, without secrets
 * @param secrets the names of those settings that are secrets and were given
 */
record ServiceWish(String type, @Nullable String name, JsonNode settings, List<String> secrets) {

  ServiceWish {
    secrets = secrets == null ? List.of() : List.copyOf(secrets);
  }

  /** One of a type, as it is without settings. */
  static ServiceWish plain(String type) {
    return new ServiceWish(type, null, JsonNodeFactory.instance.objectNode(), List.of());
  }

  /** What was asked for, apart from its secrets. */
  static ServiceWish of(WantedService wanted) {
    ObjectNode settings = settings(wanted);
    List<String> secrets = List.copyOf(new TreeSet<>(secretNames(wanted)));
    settings.remove(secrets);
    return new ServiceWish(String.valueOf(wanted.type()), wanted.name(), settings, secrets);
  }

  /**
   * The secrets of what was asked for.
   *
   * @param at its place among the job's services
   */
  static Map<String, Secret> secrets(WantedService wanted, int at) {
    Map<String, Secret> secrets = new HashMap<>();
    secretNames(wanted)
        .forEach(
            name -> secrets.put(place(at, name), new Secret(settings(wanted).path(name).asText())));
    return secrets;
  }

  /** What was asked for, whole, as far as its secrets are there. */
  WantedService whole(int at, Map<String, Secret> kept) {
    ObjectNode all = settings.deepCopy();
    for (String name : secrets) {
      Secret secret = kept.get(place(at, name));
      if (secret != null) {
        all.put(name, secret.reveal());
      }
    }
    return new WantedService(type, name, all);
  }

  private static List<String> secretNames(WantedService wanted) {
    ObjectNode settings = settings(wanted);
    return ServiceCatalog.secretSettings(String.valueOf(wanted.type())).stream()
        .filter(settings::has)
        .toList();
  }

  private static ObjectNode settings(WantedService wanted) {
    return wanted.settings() instanceof ObjectNode given
        ? given.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  private static String place(int at, String setting) {
    return "services[" + at + "]." + setting;
  }
}
