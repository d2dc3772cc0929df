package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.EveryNetwork;
import dev.iris.enrollment.remote.Transport;
import dev.iris.testing.ConfigOf;
import java.util.Map;

/** The transport as it is, for tests of other packages with hosts of the lab. */
public final class LabTransport implements AutoCloseable {

  private final SshTransport transport =
      new SshTransport(ConfigOf.mapping(SshConfig.class, Map.of()), EveryNetwork.allowed());

  public Transport get() {
    return transport;
  }

  @Override
  public void close() {
    transport.stop();
  }
}
