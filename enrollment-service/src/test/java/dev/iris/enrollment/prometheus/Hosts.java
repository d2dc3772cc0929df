package dev.iris.enrollment.prometheus;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Hosts for tests. */
final class Hosts {

  static final ScrapedComponent NODE =
      ScrapedComponent.ofAlloy("prometheus.exporter.unix.host", "alloy", "node_uname_info", 12345);

  private Hosts() {}

  static HostTargets web(String address, ScrapedComponent... components) {
    return new HostTargets(
        UUID.randomUUID(),
        address,
        "web-01",
        Map.of("environment", "production", "location", "Rack \"7\" {{ x }}\\"),
        List.of(components));
  }
}
