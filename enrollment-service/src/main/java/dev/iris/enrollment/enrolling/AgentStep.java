package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.agent.Agent;
import dev.iris.enrollment.agent.AgentOutcome;
import dev.iris.enrollment.remote.RemoteException;

/** A step that the agent does on the host. */
final class AgentStep implements Step {

  private final String name;
  private final Deed deed;

  /**
   * One of them.
   *
   * @param name as the job shows it
   */
  AgentStep(String name, Deed deed) {
    this.name = name;
    this.deed = deed;
  }

  /** What the agent does. */
  @FunctionalInterface
  interface Deed {
    AgentOutcome by(Agent agent, Wanted wanted) throws RemoteException, InterruptedException;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    return switch (deed.by(job.prepared().agent(), job.wanted())) {
      case AgentOutcome.Done done -> new StepOutcome.Done(done.changed());
      case AgentOutcome.Refused refused ->
          new StepOutcome.Failed(refused.code(), refused.message(), refused.remedy());
    };
  }
}
