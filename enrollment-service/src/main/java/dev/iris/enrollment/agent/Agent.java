package dev.iris.enrollment.agent;

import dev.iris.enrollment.remote.RemoteException;
import java.util.List;

/**
 * Sets up Alloy on one host. Each method looks before it changes anything, may be repeated after a death in its middle, blocks, and
 * can be interrupted.
 */
public interface Agent {

  /** What is in the way; changes nothing. */
  List<Obstacle> check() throws RemoteException, InterruptedException;

  /** What would be changed. */
  List<PlannedChange> plan() throws RemoteException, InterruptedException;

  AgentOutcome install() throws RemoteException, InterruptedException;

  AgentOutcome configure() throws RemoteException, InterruptedException;

  AgentOutcome validate() throws RemoteException, InterruptedException;

  AgentOutcome firewall() throws RemoteException, InterruptedException;

  AgentOutcome start() throws RemoteException, InterruptedException;

  AgentOutcome remove(boolean uninstall) throws RemoteException, InterruptedException;
}
