package dev.iris.enrollment.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A host that one is logged in to. Not for use by several threads at once. */
public interface RemoteHost extends AutoCloseable {

  /** The key that it showed. */
  HostKey hostKey();

  /** The key that the jump host showed, if there is one. */
  @Nullable HostKey jumpHostKey();

  /**
   * Runs a command to its end, or to its limit of time, after which it is ended there too where the host can do that.
   *
   * @return what came of it; an exit code other than 0 is no exception
   * @throws RemoteException if it is not known what came of it, or if it did not start
   */
  CommandResult run(RemoteCommand command) throws RemoteException;

  /**
   * Asks a service that listens on the host's own loopback, by HTTP/1.1.
   *
   * @param path with its query; letters, digits and what URLs have beside them, without blanks
   * @param limit for all of it
   * @return {@link LoopbackReply#NONE} if nobody answers there, in time
   * @throws RemoteException if the host does not let it be asked
   */
  LoopbackReply ask(int port, String method, String path, Duration limit) throws RemoteException;

  /** Ends the connection. Never fails. */
  @Override
  void close();
}
