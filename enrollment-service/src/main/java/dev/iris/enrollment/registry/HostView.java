package dev.iris.enrollment.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A host as the API shows it. */
record HostView(
    String id,
    String address,
    int port,
    String hostname,
    String transport,
    String status,
    Map<String, String> labels,
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
        host.createdAt(),
        host.updatedAt());
  }

  /** One with the keys that it may show. */
  record Detail(HostView host, List<PinnedKey> hostKeys) {}
}
