package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.HostKey;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a host that one is logged in to.
 *
 * @param jump the connection that it goes through, which ends with it
 */
record Route(ClientSession session, HostKey hostKey, @Nullable Route jump)
    implements AutoCloseable {

  @Nullable HostKey jumpHostKey() {
    return jump == null ? null : jump.hostKey();
  }

  /** At once: a host that no longer answers is not waited for. */
  @Override
  public void close() {
    session.close(true);
    if (jump != null) {
      jump.close();
    }
  }
}
