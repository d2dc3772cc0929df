package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.Roster;
import dev.iris.enrollment.remote.RemoteException;
import jakarta.enterprise.context.ApplicationScoped;

/** Has no Prometheus scrape the host any more: before anything ends there, or that would be an alert. */
@ApplicationScoped
class RetireStep implements Step {

  private final JobBook book;
  private final Roster roster;

  RetireStep(JobBook book, Roster roster) {
    this.book = book;
    this.roster = roster;
  }

  @Override
  public String name() {
    return "retire";
  }

  @Override
  public StepOutcome run(JobContext job)
      throws RemoteException, InterruptedException, UnfitException {
    HostId id = job.hostId();
    boolean changed =
        Blocking.await(book.change(job.claim(), transaction -> roster.retire(transaction, id)));
    return new StepOutcome.Done(changed);
  }
}
