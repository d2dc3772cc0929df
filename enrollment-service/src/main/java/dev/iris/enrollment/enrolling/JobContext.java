package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.detect.Inspection;
import dev.iris.enrollment.enrolling.HostAccess.Admitted;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.vault.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job's steps have at hand, for as long as one worker has the job: each thing is fetched when it is first asked for, as the
 * step that fetched it before may have been done by another worker. Not for use by several threads.
 */
final class JobContext implements AutoCloseable {

  private final Claim claim;
  private final Unlocked unlocked;
  private final HostAccess access;
  private final Preparation preparation;
  private final Lease lease;
  private final Redactor redactor;
  private final int outputCharacters;
  private StepOutput output;
  private @Nullable Admitted admitted;
  private @Nullable HostFacts facts;
  private @Nullable Prepared prepared;

  JobContext(
      Claim claim,
      Unlocked unlocked,
      HostAccess access,
      Preparation preparation,
      Lease lease,
      int outputCharacters) {
    this.claim = claim;
    this.unlocked = unlocked;
    this.access = access;
    this.preparation = preparation;
    this.lease = lease;
    this.outputCharacters = outputCharacters;
    redactor = new Redactor(unlocked.secrets().map(Secret::reveal));
    output = new StepOutput(redactor, outputCharacters);
  }

  /** The hold on the job. */
  Claim claim() {
    return claim;
  }

  /** What the job is to do. */
  Wanted wanted() {
    return claim.wanted();
  }

  /** Secrets among the settings of services. */
  Map<String, Secret> serviceSecrets() {
    return unlocked.services();
  }

  /** The host, logged in to: now, if a worker before this one did that for itself. */
  RemoteHost host() throws RemoteException, InterruptedException, UnfitException {
    return admitted().host();
  }

  /** Which host it is: known since it was logged in to. */
  HostId hostId() throws RemoteException, InterruptedException, UnfitException {
    HostId known = claim.hostId();
    return known == null ? admitted().id() : known;
  }

  private Admitted admitted() throws RemoteException, InterruptedException, UnfitException {
    lease.check();
    if (admitted == null) {
      Admitted now = access.connect(claim, unlocked);
      admitted = now;
      lease.closeAtEnd(now.host()::close);
    }
    return admitted;
  }

  /** What the host is and runs. */
  HostFacts facts() throws RemoteException, InterruptedException, UnfitException {
    if (facts == null) {
      CommandResult seen = host().run(Inspection.command().withAllRights());
      lease.check();
      facts =
          Inspection.read(seen.out())
              .orElseThrow(
                  () ->
                      new UnfitException(
                          new Failed(
                              "host-unreadable",
                              "the host does not tell what it is",
                              "Iris enrols Linux hosts with a shell as POSIX has it; see what the host printed.")));
    }
    return facts;
  }

  /** What is wanted of the host. */
  Prepared prepared() throws RemoteException, InterruptedException, UnfitException {
    if (prepared == null) {
      prepared = preparation.prepare(this);
    }
    return prepared;
  }

  /** Adds to the step's output, which people see; secrets are taken out of it. */
  void tell(String text) {
    output.append(text);
  }

  /** The step's output, of which the next step sees nothing. */
  String takeOutput() {
    String text = output.text();
    output = new StepOutput(redactor, outputCharacters);
    return text;
  }

  /** A text of the job's without secrets: for what is told elsewhere than in a step's output. */
  String redacted(String text) {
    return redactor.redact(text);
  }

  @Override
  public void close() {
    if (admitted != null) {
      admitted.host().close();
    }
    unlocked.close();
  }
}
