package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.Credentials;
import dev.iris.enrollment.credential.OpenedLogin;
import dev.iris.enrollment.enrolling.StepOutcome.Done;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.enrolling.StepOutcome.Waiting;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteFault.HostKeyUnknown;
import dev.iris.vault.SecretBox;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Does a job's steps from the first that is not done, on the worker's own thread, and writes down what comes of each. */
@ApplicationScoped
class JobRunner {

  private static final Logger LOG = Logger.getLogger(JobRunner.class);

  private final Steps steps;
  private final JobBook book;
  private final HostAccess access;
  private final Credentials credentials;
  private final Pool pool;
  private final JobsConfig config;

  JobRunner(
      Steps steps,
      JobBook book,
      HostAccess access,
      Credentials credentials,
      Pool pool,
      JobsConfig config) {
    this.steps = steps;
    this.book = book;
    this.access = access;
    this.credentials = credentials;
    this.pool = pool;
    this.config = config;
  }

  /** A step cannot be done, and why. */
  private static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed failure;

    UnfitException(Failed failure) {
      super(failure.code(), null, false, false);
      this.failure = failure;
    }
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
    OpenedLogin login;
    try {
      login = login(claim);
    } catch (UnfitException e) {
      int first = claim.open().getFirst();
      Blocking.await(book.begin(claim, first));
      Blocking.await(book.finish(claim, first, e.failure, e.failure.message()));
      return;
    }
    try (JobContext context =
        new JobContext(claim, login, access, lease, config.outputCharacters())) {
      for (int position : claim.open()) {
        lease.check();
        Blocking.await(book.begin(claim, position));
        StepOutcome outcome = attempt(steps.inOrder().get(position), context, lease);
        Blocking.await(book.finish(claim, position, outcome, context.takeOutput()));
        if (!(outcome instanceof Done)) {
          return;
        }
      }
    }
    Blocking.await(book.end(claim, JobStatus.SUCCEEDED));
  }

  private StepOutcome attempt(Step step, JobContext context, Lease lease)
      throws InterruptedException {
    try {
      return step.run(context);
    } catch (RemoteException e) {
      // A connection that was closed because of the lease is no failure of the host.
      lease.check();
      context.tell(e.fault().message() + "\n");
      return e.fault() instanceof HostKeyUnknown unknown
          ? new Waiting(unknown.shown())
          : new Failed(e.code(), e.fault().message(), e.remedy());
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

  private OpenedLogin login(Claim claim) throws UnfitException {
    if (claim.run() > config.maxRuns()) {
      throw new UnfitException(
          new Failed(
              "worker-lost",
              "the job lost its worker again and again",
              "Look into the logs of the enrollment service for why it ends; then ask for the job again."));
    }
    Optional<OpenedLogin> opened;
    try {
      opened = Blocking.await(credentials.open(pool, claim.credential()));
    } catch (SecretBox.UnopenedException e) {
      LOG.errorf("enrollment %s: %s", claim.id(), e.getMessage());
      throw new UnfitException(
          new Failed(
              "credential-unreadable",
              "the stored login does not open",
              "It was changed in the database, or sealed with another key file: give it again."));
    }
    OpenedLogin login =
        opened.orElseThrow(
            () ->
                new UnfitException(
                    new Failed(
                        "credential-gone",
                        "the login is not stored any more",
                        "Ask for the job again, with a login or another credential.")));
    Optional<String> refusal =
        login.uses().refusal(claim.wanted().address(), claim.wanted().port());
    if (refusal.isPresent()) {
      throw new UnfitException(
          new Failed(
              "credential-not-for-host",
              "the credential " + refusal.get(),
              "Use another credential, or have its uses changed."));
    }
    return login;
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
