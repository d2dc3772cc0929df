package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job is to do, without what is logged in with and without secrets of services. It is stored as JSON.
 *
 * @param hostname null where the request has none: what the host is called already, else its address
 * @param jump the host to go through
 * @param detect whether services are to be found
 * @param services to set up, unless they are to be found
 * @param labels null where the request has none: those that the host has already
 * @param prometheus the instance that is to scrape the host
 * @param version of Alloy; null for the newest
 * @param uninstall of a decommission: whether Alloy is to be removed, and not only stopped
 */
record Wanted(
    Action action,
    String address,
    int port,
    @Nullable String hostname,
    String transport,
    HostKeyWish hostKey,
    @Nullable JumpWish jump,
    boolean detect,
    List<ServiceWish> services,
    @Nullable Map<String, String> labels,
    String prometheus,
    @Nullable String version,
    boolean dryRun,
    boolean uninstall) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  Wanted {
    // Of jobs that were stored before there were actions, there is none.
    action = action == null ? Action.ENROLL : action;
    services = List.copyOf(services);
    labels = labels == null ? null : Map.copyOf(labels);
  }

  /** The name that people know the host by, as far as the request says. */
  String name() {
    return hostname == null ? address : hostname;
  }

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
