package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.enrollment.template.ServiceCatalog;
import dev.iris.enrollment.template.WantedService;
import dev.iris.vault.Secret;
import dev.iris.web.JsonFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The services that a request asks for. The host itself is always among them.
 *
 * @param detect whether they are to be found
 */
record ServiceRequest(boolean detect, List<ServiceWish> services, Map<String, Secret> secrets) {

  private static final String FIELD = "services";
  private static final String HOST_ITSELF = "node";
  private static final int MOST = 49;

  ServiceRequest {
    services = List.copyOf(services);
    secrets = Map.copyOf(secrets);
  }

  /** Reads {@code services}; what is wrong is noted in the fields, and no value of a setting with it. */
  static ServiceRequest read(JsonFields fields) {
    if (!fields.has(FIELD) || fields.isText(FIELD)) {
      String word = fields.text(FIELD, 20);
      fields.require(
          word == null || word.equals("detect"), FIELD, "must be detect, or a list of services");
      return new ServiceRequest(true, List.of(), Map.of());
    }
    List<@Nullable WantedService> wanted = new ArrayList<>();
    for (JsonNode element : fields.elements(FIELD, MOST)) {
      wanted.add(service(element, FIELD + "[" + wanted.size() + "]", fields));
    }
    if (wanted.stream().noneMatch(one -> one != null && HOST_ITSELF.equals(one.type()))) {
      wanted.add(new WantedService(HOST_ITSELF, null, null));
    }
    ServiceCatalog.faults(wanted, FIELD)
        .forEach(fault -> fields.require(false, fault.field(), fault.message()));
    return of(wanted);
  }

  private static WantedService service(JsonNode element, String place, JsonFields fields) {
    fields.require(element.isObject(), place, "must be an object");
    element
        .fieldNames()
        .forEachRemaining(
            name ->
                fields.require(
                    List.of("type", "name", "settings").contains(name),
                    place,
                    "must have type, name and settings only"));
    fields.require(
        !element.has("name") || element.path("name").isTextual(),
        place + ".name",
        "must be a text");
    return new WantedService(
        element.path("type").textValue(),
        element.path("name").textValue(),
        element.has("settings") ? element.path("settings") : null);
  }

  private static ServiceRequest of(List<@Nullable WantedService> wanted) {
    List<ServiceWish> services = new ArrayList<>();
    Map<String, Secret> secrets = new HashMap<>();
    for (WantedService service : wanted) {
      if (service != null) {
        secrets.putAll(ServiceWish.secrets(service, services.size()));
        services.add(ServiceWish.of(service));
      }
    }
    return new ServiceRequest(false, services, secrets);
  }
}
