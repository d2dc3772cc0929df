package dev.iris.web.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** The operations that a running service says it has: what a contract walks, so that a new one is walked by itself. */
record OpenApi(String text, List<Operation> operations) {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** Stands for whatever a path names, and exists nowhere. */
  private static final String NOBODY = "00000000-0000-7000-8000-000000000001";

  /**
   * One operation.
   *
   * @param template with {@code {names}} in it
   * @param queryParameters their names
   */
  record Operation(
      String method, String template, List<String> queryParameters, boolean takesBody) {

    /** A path of it: of this service, and of a thing that does not exist. */
    String path() {
      return path(Map.of());
    }

    /** The same with other values, as they stand in a path. */
    String path(Map<String, String> values) {
      String path = template;
      for (String name : pathParameters()) {
        String usual = name.equals("service") ? service() : NOBODY;
        path = path.replace("{" + name + "}", values.getOrDefault(name, usual));
      }
      return path;
    }

    List<String> pathParameters() {
      return Stream.of(template.split("/", -1))
          .filter(segment -> segment.startsWith("{"))
          .map(segment -> segment.substring(1, segment.length() - 1))
          .toList();
    }

    @Override
    public String toString() {
      return method + " " + template;
    }
  }

  /** The document of the service under test. */
  static OpenApi fetch(Map<String, String> headers) {
    String text =
        given()
            .headers(headers)
            .queryParam("format", "json")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    return parse(text);
  }

  private static OpenApi parse(String text) {
    try {
      List<Operation> operations = new ArrayList<>();
      for (var path : new ObjectMapper().readTree(text).path("paths").properties()) {
        for (var method : path.getValue().properties()) {
          if (METHODS.contains(method.getKey())) {
            operations.add(operation(path.getKey(), path.getValue(), method.getKey()));
          }
        }
      }
      return new OpenApi(text, List.copyOf(operations));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an OpenAPI document in JSON", e);
    }
  }

  private static Operation operation(String template, JsonNode path, String method) {
    JsonNode operation = path.path(method);
    List<String> query =
        Stream.of(path.path("parameters"), operation.path("parameters"))
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .map(parameter -> parameter.path("name").asText())
            .distinct()
            .toList();
    return new Operation(
        method.toUpperCase(Locale.ROOT), template, query, operation.has("requestBody"));
  }

  private static String service() {
    return ConfigProvider.getConfig().getValue("iris.service", String.class);
  }
}
