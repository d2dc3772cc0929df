package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.detect.DetectedServices;
import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.remote.RemoteException;

/** Looks at what the host is and runs. Changes nothing. */
final class InspectStep implements Step {

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    HostFacts facts = job.facts();
    job.tell(
        "%s, %s, %s, kernel %s\n"
            .formatted(facts.hostname(), facts.os().name(), facts.architecture(), facts.kernel()));
    job.tell(
        facts.alloy().present()
            ? "Alloy %s is there\n".formatted(facts.alloy().version())
            : "no Alloy yet\n");
    if (job.wanted().action() == Action.ENROLL) {
      ServiceChoice.of(job.wanted(), DetectedServices.of(facts))
          .notes()
          .forEach(note -> job.tell(note + "\n"));
    }
    return new StepOutcome.Done(false);
  }
}
