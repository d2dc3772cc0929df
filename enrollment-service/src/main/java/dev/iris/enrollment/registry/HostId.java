package dev.iris.enrollment.registry;

import dev.iris.events.Ids;
import java.util.UUID;

/** Names a host for ever: the label {@code iris_host} of all its targets. */
public record HostId(UUID value) {

  /** A new one. */
  static HostId next() {
    return new HostId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
