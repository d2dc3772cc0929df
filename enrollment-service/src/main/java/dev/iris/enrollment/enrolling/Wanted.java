package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * What a job is to do, without what is logged in with. It is stored as JSON.
 *
 * @param services to set up; with {@code detect}, those that are found
 * @param prometheus the instance that is to scrape the host
 */
record Wanted(
    String address,
    int port,
    String hostname,
    String transport,
    HostKeyWish hostKey,
    boolean detect,
    List<ServiceWish> services,
    Map<String, String> labels,
    String prometheus,
    boolean dryRun) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  Wanted {
    services = List.copyOf(services);
    labels = Map.copyOf(labels);
  }

  /** A service to set up, with settings as its template has them. */
  record ServiceWish(String type, JsonNode settings) {}

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of ours must be writable", e);
    }
  }

  static Wanted parse(String json) {
    try {
      return JSON.readValue(json, Wanted.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored job is not readable", e);
    }
  }
}
