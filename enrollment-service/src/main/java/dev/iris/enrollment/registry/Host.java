package dev.iris.enrollment.registry;

import dev.iris.events.RegistryEvent.HostChanged;
import dev.iris.events.RegistryEvent.HostFacts;
import java.time.Instant;
import java.util.Map;

/**
 * A host as its row has it.
 *
 * @param address a literal IP address, or a name in ASCII
 * @param sequence counts its changes
 */
public record Host(
    HostId id,
    String address,
    int port,
    String hostname,
    String transport,
    HostStatus status,
    Map<String, String> labels,
    long sequence,
    Instant createdAt,
    Instant updatedAt) {

  public Host {
    labels = Map.copyOf(labels);
  }

  /** The same host with other labels, changed at that time. */
  Host relabelled(Map<String, String> labels, Instant at) {
    return new Host(
        id, address, port, hostname, transport, status, labels, sequence + 1, createdAt, at);
  }

  /** What others are told of it. */
  HostChanged changed() {
    return new HostChanged(
        new HostFacts(id.value(), address, port, hostname, transport, status.text(), labels));
  }
}
