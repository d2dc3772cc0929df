package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.StepOutcome.Done;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.enrolling.StepOutcome.Waiting;
import dev.iris.enrollment.prometheus.TargetException;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault.HostKeyUnknown;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Does a job's steps from the first that is not done, on the worker's own thread, and writes down what comes of each. */
@ApplicationScoped
class JobRunner {

  private static final Logger LOG = Logger.getLogger(JobRunner.class);

  private final Steps steps;
  private final JobBook book;
  private final Safe safe;
  private final JobContexts contexts;
  private final JobsConfig config;

  JobRunner(Steps steps, JobBook book, Safe safe, JobContexts contexts, JobsConfig config) {
    this.steps = steps;
    this.book = book;
    this.safe = safe;
    this.contexts = contexts;
    this.config = config;
  }

  /** Works on the job until it ends, waits, or is not this worker's any more. */
  void run(Claim claim, Lease lease) {
    try {
      if (claim.cancelled()) {
        Blocking.await(book.end(claim, JobStatus.CANCELLED));
      } else {
        runSteps(claim, lease);
      }
    } catch (InterruptedException | RuntimeException stopped) {
      stopped(claim, lease, stopped);
    }
  }

  private void runSteps(Claim claim, Lease lease) throws InterruptedException {
    try (JobContext context = contexts.open(claim, unlocked(claim), lease)) {
      List<Step> all = steps.of(claim.wanted());
      for (int position : claim.open()) {
        lease.check();
        Blocking.await(book.begin(claim, position));
        StepOutcome outcome = attempt(all.get(position), context, lease);
        Blocking.await(book.finish(claim, position, outcome, context.takeOutput()));
        if (!(outcome instanceof Done)) {
          return;
        }
      }
    } catch (UnfitException e) {
      int first = claim.open().getFirst();
      Blocking.await(book.begin(claim, first));
      Blocking.await(book.finish(claim, first, e.failure(), e.failure().message()));
      return;
    }
    Blocking.await(book.end(claim, JobStatus.SUCCEEDED));
  }

  private StepOutcome attempt(Step step, JobContext context, Lease lease)
      throws InterruptedException {
    StepOutcome outcome = outcome(step, context, lease);
    if (outcome instanceof Failed failed) {
      context.tell(failed.message() + "\n");
    }
    return outcome;
  }

  private StepOutcome outcome(Step step, JobContext context, Lease lease)
      throws InterruptedException {
    try {
      return step.run(context);
    } catch (RemoteException e) {
      // A connection that was closed because of the lease is no failure of the host.
      lease.check();
      return e.fault() instanceof HostKeyUnknown unknown
          ? new Waiting(unknown.shown())
          : new Failed(e.code(), e.fault().message(), e.remedy());
    } catch (UnfitException e) {
      lease.check();
      return e.failure();
    } catch (TargetException e) {
      lease.check();
      return new Failed(e.code(), "its targets could not be written", e.remedy());
    } catch (JobBook.LostException e) {
      throw e;
    } catch (RuntimeException e) {
      lease.check();
      LOG.errorf(e, "step %s failed by a mistake of ours", step.name());
      return new Failed(
          "internal-error",
          "something went wrong inside Iris",
          "The cause is in the log of the enrollment service; report it.");
    }
  }

  private Unlocked unlocked(Claim claim) throws UnfitException {
    if (claim.run() > config.maxRuns()) {
      throw new UnfitException(
          new Failed(
              "worker-lost",
              "the job lost its worker again and again",
              "Look into the logs of the enrollment service for why it ends; then ask for the job again."));
    }
    return safe.open(claim);
  }

  private void stopped(Claim claim, Lease lease, Exception why) {
    Lease.End end = lease.ended();
    if (end == Lease.End.CANCELLED) {
      // The flag has done its work: what follows must not be interrupted.
      boolean interrupted = Thread.interrupted();
      LOG.debugf("enrollment %s ends on request, interrupted: %s", claim.id(), interrupted);
      try {
        Blocking.await(book.end(claim, JobStatus.CANCELLED));
      } catch (RuntimeException e) {
        LOG.infof("enrollment %s had ended already, or another worker ends it: %s", claim.id(), e);
      }
    } else if (end == Lease.End.LOST || why instanceof JobBook.LostException) {
      LOG.infof("enrollment %s is left to another worker", claim.id());
    } else {
      LOG.warnf(why, "enrollment %s stopped; it goes on when its lease ran out", claim.id());
    }
  }
}
