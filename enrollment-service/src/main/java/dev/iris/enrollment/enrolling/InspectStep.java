package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.RemoteCommand;
import dev.iris.enrollment.remote.RemoteException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Looks at what the host is. Changes nothing. */
@ApplicationScoped
class InspectStep implements Step {

  private static final RemoteCommand LOOK =
      RemoteCommand.of("uname -srm && id -un && cat /etc/os-release", Duration.ofSeconds(30));

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public StepOutcome run(JobContext job) throws RemoteException, InterruptedException {
    CommandResult seen = job.host().run(LOOK);
    job.tell(seen.out());
    job.tell(seen.err());
    return seen.succeeded()
        ? new StepOutcome.Done(false)
        : new StepOutcome.Failed(
            "host-unreadable",
            "the host does not tell what it is",
            "Iris enrols Linux hosts that have /etc/os-release; see the step's output.");
  }
}
