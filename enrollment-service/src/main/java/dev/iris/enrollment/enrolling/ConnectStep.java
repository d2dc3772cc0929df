package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.RemoteException;

/** Logs in, once. A login that was refused is not tried again: accounts get locked. */
final class ConnectStep implements Step {

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    job.tell("logged in, the host showed the key " + job.host().hostKey().fingerprint() + "\n");
    return new StepOutcome.Done(false);
  }
}
