package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.prometheus.FoundTarget;
import dev.iris.enrollment.prometheus.HostTargets;
import dev.iris.enrollment.prometheus.Targets;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.Roster;
import dev.iris.enrollment.remote.RemoteException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Has Prometheus scrape the host, and takes over what people had written of it by hand. */
@ApplicationScoped
class RegisterStep implements Step {

  private final JobBook book;
  private final Roster roster;
  private final Targets targets;

  RegisterStep(JobBook book, Roster roster, Targets targets) {
    this.book = book;
    this.roster = roster;
    this.targets = targets;
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    Claim claim = job.claim();
    Prepared prepared = job.prepared();
    HostId id = job.hostId();
    boolean changed =
        Blocking.await(
            book.change(
                claim,
                transaction ->
                    roster.register(transaction, id, prepared.wish(), claim.requestedBy())));
    HostTargets written = prepared.wish().targets(prepared.host());
    List<FoundTarget> adopted = targets.adopt(prepared.wish().instance(), written);
    for (FoundTarget found : adopted) {
      job.tell("took %s out of %s\n".formatted(String.join(", ", found.targets()), found.file()));
    }
    job.tell(
        "Prometheus %s scrapes %d targets of it\n"
            .formatted(prepared.wish().instance(), written.components().size()));
    return new StepOutcome.Done(changed || !adopted.isEmpty());
  }
}
