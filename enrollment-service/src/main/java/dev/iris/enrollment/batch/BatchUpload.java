package dev.iris.enrollment.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.web.IrisProblem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells by its content type what an upload is. A CSV file has hosts only: what is common to them comes as parameters of the query;
 * a login has no place among those, a stored credential has.
 */
final class BatchUpload {

  private static final String VALIDATE = "validate";
  private static final Set<String> COMMON =
      Set.of(
          "credentialId",
          "hostKey",
          "services",
          "prometheus",
          "transport",
          "port",
          "concurrency",
          "dryRun");

  private BatchUpload() {}

  /**
   * The file that was uploaded.
   *
   * @throws IrisProblem 400 if it cannot be read
   */
  static BatchFile read(
      byte[] body, MediaType type, MultivaluedMap<String, String> query, int mostHosts) {
    String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
    if (subtype.equals("csv")) {
      return CsvReader.read(body, common(query), mostHosts);
    }
    Faults faults = new Faults();
    for (String name : query.keySet()) {
      if (!name.equals(VALIDATE)) {
        faults.add(name, "belongs into the file: only with CSV it is a parameter", null);
      }
    }
    faults.throwIfAny();
    return subtype.equals("json")
        ? TreeReader.json(body, mostHosts)
        : TreeReader.yaml(body, mostHosts);
  }

  /** Whether only to say what would be done. */
  static boolean onlyValidates(MultivaluedMap<String, String> query) {
    List<String> values = query.getOrDefault(VALIDATE, List.of("false"));
    if (values.size() != 1 || !Set.of("true", "false").contains(values.getFirst())) {
      throw IrisProblem.badField(VALIDATE, "must be true or false");
    }
    return values.getFirst().equals("true");
  }

  private static ObjectNode common(MultivaluedMap<String, String> query) {
    ObjectNode common = JsonNodeFactory.instance.objectNode();
    Faults faults = new Faults();
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      String name = parameter.getKey();
      String value = parameter.getValue().getFirst();
      if (name.equals(VALIDATE)) {
        continue;
      }
      if (!COMMON.contains(name) || parameter.getValue().size() > 1) {
        faults.add(name, "is not a known parameter, or is there twice", null);
      } else {
        put(common, name, value);
      }
    }
    faults.throwIfAny();
    return common;
  }

  private static void put(ObjectNode common, String name, String value) {
    switch (name) {
      case "credentialId" -> common.putObject("login").put(name, value);
      case "hostKey" -> common.putObject(name).put("policy", value);
      case "port", "concurrency" -> {
        if (value.matches("\\d{1,9}")) {
          common.put(name, Integer.parseInt(value));
        } else {
          common.put(name, value);
        }
      }
      case "dryRun" -> {
        if (value.equals("true") || value.equals("false")) {
          common.put(name, Boolean.parseBoolean(value));
        } else {
          common.put(name, value);
        }
      }
      default -> common.put(name, value);
    }
  }
}
