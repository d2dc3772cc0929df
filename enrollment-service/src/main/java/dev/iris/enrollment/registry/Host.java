package dev.iris.enrollment.registry;

import dev.iris.events.RegistryEvent.HostChanged;
import dev.iris.events.RegistryEvent.HostFacts;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host as its row has it. What happens to it gives another one, or the very same if that changes nothing.
 *
 * <pre>
 * new ──▶ unproven ◀──▶ enrolled
 *             ▲             │
 *             └ decommissioned ◀ from anywhere
 * </pre>
 *
 * @param address a literal IP address, or a name in ASCII
 * @param enrolledBy whose key it was; null until targets were written for it
 * @param broken why its samples do not arrive nowadays; null while they do, or while nobody knows
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
    @Nullable String enrolledBy,
    @Nullable Breakage broken,
    long sequence,
    Instant createdAt,
    Instant updatedAt) {

  public Host {
    labels = Map.copyOf(labels);
  }

  /** With other labels. */
  public Host relabelled(Map<String, String> labels, Instant at) {
    return labels.equals(this.labels)
        ? this
        : with(hostname, status, labels, enrolledBy, broken, at);
  }

  /** Set up for monitoring, by whoever has this key; who enrolled it first may take it away again. */
  public Host registered(String hostname, Map<String, String> labels, String by, Instant at) {
    HostStatus then = status == HostStatus.ENROLLED ? status : HostStatus.UNPROVEN;
    String owner = enrolledBy == null || status == HostStatus.DECOMMISSIONED ? by : enrolledBy;
    return hostname.equals(this.hostname)
            && labels.equals(this.labels)
            && then == status
            && owner.equals(enrolledBy)
        ? this
        : with(hostname, then, labels, owner, broken, at);
  }

  /** Its samples arrive. One that is not monitored stays what it is. */
  public Host proven(Instant at) {
    return !monitored() || (status == HostStatus.ENROLLED && broken == null)
        ? this
        : with(hostname, HostStatus.ENROLLED, labels, enrolledBy, null, at);
  }

  /** Nothing proves that its samples arrive, after a job that was to have them arrive. */
  public Host unproven(Instant at) {
    return !monitored() || status == HostStatus.UNPROVEN
        ? this
        : with(hostname, HostStatus.UNPROVEN, labels, enrolledBy, broken, at);
  }

  /** Its samples do not arrive any more. */
  Host broken(Breakage why, Instant at) {
    return !monitored() || (broken != null && broken.isLike(why))
        ? this
        : with(hostname, status, labels, enrolledBy, why, at);
  }

  /** Not monitored any more. */
  public Host decommissioned(Instant at) {
    return status == HostStatus.DECOMMISSIONED
        ? this
        : with(hostname, HostStatus.DECOMMISSIONED, labels, enrolledBy, null, at);
  }

  /** What others are told of it. */
  HostChanged changed() {
    return new HostChanged(
        new HostFacts(
            id.value(),
            address,
            port,
            hostname,
            transport,
            status.text(),
            labels,
            broken == null ? null : broken.segment()));
  }

  private boolean monitored() {
    return status == HostStatus.ENROLLED || status == HostStatus.UNPROVEN;
  }

  private Host with(
      String hostname,
      HostStatus status,
      Map<String, String> labels,
      @Nullable String enrolledBy,
      @Nullable Breakage broken,
      Instant at) {
    return new Host(
        id,
        address,
        port,
        hostname,
        transport,
        status,
        labels,
        enrolledBy,
        broken,
        sequence + 1,
        createdAt,
        at);
  }
}
