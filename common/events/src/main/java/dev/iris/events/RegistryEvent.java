package dev.iris.events;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is true of hosts, told whole at each change, so that others can keep it as their own. */
public sealed interface RegistryEvent extends Event {

  /** A host became known, or something about it changed. Its sequence counts the host's changes. */
  record HostChanged(HostFacts host) implements RegistryEvent {

    /** {@inheritDoc} One host is one subject. */
    @Override
    public String subject() {
      return "host/" + host.hostId();
    }
  }

  /**
   * A host as it was right after the event.
   *
   * @param hostId also the label {@code iris_host} of all its targets; it never changes
   * @param address a literal IP address, or a name in ASCII
   * @param port where one logs in
   * @param hostname what people call it
   * @param transport how one logs in: {@code ssh}
   * @param status {@code new} (known, and not yet monitored), {@code enrolled}, {@code unproven} or {@code decommissioned}
   * @param labels as people gave them
   * @param failedSegment where the way of its samples into Prometheus is broken: {@code host}, {@code alloy}, {@code port}, {@code
   *     prometheus-target} or {@code sample}; null while they arrive, or while nobody knows
   */
  record HostFacts(
      UUID hostId,
      String address,
      int port,
      String hostname,
      String transport,
      String status,
      Map<String, String> labels,
      @Nullable String failedSegment) {

    public HostFacts {
      labels = Map.copyOf(labels);
    }
  }
}
