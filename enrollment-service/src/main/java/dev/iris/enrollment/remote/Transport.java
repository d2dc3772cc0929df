package dev.iris.enrollment.remote;

import org.jspecify.annotations.Nullable;

/** A way to reach hosts. Its calls block: they belong on virtual threads. */
public interface Transport {

  /**
   * Logs in to a host, within the limits of time that are configured. A login that the host refused is never tried again.
   *
   * @param jump the host to go through; the names of targets are then for it to resolve
   * @throws RemoteException if that failed, at the target or at the jump host
   */
  RemoteHost connect(Hop target, @Nullable Hop jump) throws RemoteException;

  /** Logs in to a host directly. */
  default RemoteHost connect(Hop target) throws RemoteException {
    return connect(target, null);
  }
}
