package dev.iris.enrollment.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host as the API shows it. */
record HostView(
    String id,
    String address,
    int port,
    String hostname,
    String transport,
    String status,
    Map<String, String> labels,
    Health health,
    Instant createdAt,
    Instant updatedAt) {

  static HostView of(Host host) {
    return new HostView(
        host.id().toString(),
        host.address(),
        host.port(),
        host.hostname(),
        host.transport(),
        host.status().text(),
        new TreeMap<>(host.labels()),
        Health.of(host),
        host.createdAt(),
        host.updatedAt());
  }

  /**
   * Whether samples of it arrive nowadays.
   *
   * @param status {@code healthy}, {@code unhealthy} or {@code unknown}
   * @param segment where their way is broken
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Health(
      String status,
      @Nullable String segment,
      @Nullable String code,
      @Nullable String remedy,
      @Nullable Instant since) {

    static Health of(Host host) {
      Breakage broken = host.broken();
      if (broken != null) {
        return new Health(
            "unhealthy", broken.segment(), broken.code(), broken.remedy(), broken.since());
      }
      boolean known = host.status() == HostStatus.ENROLLED;
      return new Health(known ? "healthy" : "unknown", null, null, null, null);
    }
  }

  /** One with the keys that it may show. */
  record Detail(HostView host, List<PinnedKey> hostKeys) {}
}
