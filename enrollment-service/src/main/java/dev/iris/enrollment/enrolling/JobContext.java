package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.OpenedLogin;
import dev.iris.enrollment.remote.Login;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.vault.Secret;
import org.jspecify.annotations.Nullable;

/** What a job's steps have at hand, for as long as one worker has the job. Not for use by several threads. */
final class JobContext implements AutoCloseable {

  private final Claim claim;
  private final Login login;
  private final HostAccess access;
  private final Lease lease;
  private final Redactor redactor;
  private final int outputCharacters;
  private StepOutput output;
  private @Nullable RemoteHost host;

  JobContext(
      Claim claim, OpenedLogin opened, HostAccess access, Lease lease, int outputCharacters) {
    this.claim = claim;
    login = HostAccess.login(opened);
    this.access = access;
    this.lease = lease;
    this.outputCharacters = outputCharacters;
    redactor = new Redactor(opened.secrets().values().stream().map(Secret::reveal));
    output = new StepOutput(redactor, outputCharacters);
  }

  /** What the job is to do. */
  Wanted wanted() {
    return claim.wanted();
  }

  /** The host, logged in to: now, if a worker before this one did that for itself. */
  RemoteHost host() throws RemoteException, InterruptedException {
    lease.check();
    if (host == null) {
      RemoteHost connected = access.connect(claim, login);
      host = connected;
      lease.closeAtEnd(connected::close);
    }
    return host;
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

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
    login.close();
  }
}
