package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.RemoteException;

/**
 * One step of a job. It may be run again after its replica died anywhere in it: it looks at what is there before it changes
 * anything. It blocks as it likes (it has a virtual thread of its own), and ends soon after that thread is interrupted.
 */
interface Step {

  /** As the job shows it: {@code connect}. */
  String name();

  /**
   * Does it.
   *
   * @throws RemoteException if the host did not play its part; it becomes the step's failure, or a wait for its key
   * @throws UnfitException if it cannot be done
   * @throws InterruptedException if it is to stop
   */
  StepOutcome run(JobContext job) throws RemoteException, InterruptedException, UnfitException;
}
