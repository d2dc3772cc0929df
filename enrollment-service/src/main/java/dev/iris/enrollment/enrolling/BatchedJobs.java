package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.enrolling.Submission.LoginWith;
import dev.iris.enrollment.prometheus.Instances;
import dev.iris.outbox.Transaction;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What batches may ask of jobs: to read requests for them as any other, to open them, and to decide about them. */
@ApplicationScoped
public class BatchedJobs {

  private final JobDesk desk;
  private final JobDecisions decisions;
  private final RequestRules rules;

  BatchedJobs(JobDesk desk, JobDecisions decisions, JobsConfig config, Instances instances) {
    this.desk = desk;
    this.decisions = decisions;
    this.rules = new RequestRules(config.acceptFirstWithPassword(), instances.names());
  }

  /**
   * A job that could be opened.
   *
   * @param request all of it as JSON, in a canonical form
   */
  public record Draft(String address, int port, String hostname, boolean dryRun, String request) {}

  /** Reads what to log in with; what is wrong is noted in the fields. */
  public LoginWith login(JsonFields login) {
    return SubmissionReader.login(login);
  }

  /**
   * Reads a request for a job that has no login of its own.
   *
   * @throws IrisProblem 400 with each field at fault
   */
  public Draft read(JsonNode request, LoginWith login) {
    Submission submission = SubmissionReader.read(request, login, rules);
    if (!submission.secrets().isEmpty()) {
      throw IrisProblem.badField(
          "services", "must hold no secrets in a batch: enrol this host by a job of its own");
    }
    Wanted wanted = submission.wanted();
    return new Draft(
        wanted.address(), wanted.port(), wanted.name(), wanted.dryRun(), wanted.json());
  }

  /**
   * Opens a job; it is begun after the commit.
   *
   * @param request of a {@link Draft}
   * @return the job; empty if the host has one that has not ended
   */
  public Uni<Optional<UUID>> open(
      Transaction transaction, String request, CredentialId credential, String caller, UUID batch) {
    return desk.open(transaction, Wanted.parse(request), credential, caller, batch)
        .map(job -> job.map(EnrollmentId::value));
  }

  /** Ends a job, in a transaction of its own. Nothing happens if it has ended. */
  public Uni<Void> cancel(UUID job) {
    return ifStillPossible(decisions.cancel(new EnrollmentId(job)));
  }

  /** Decides about the key that a job waits with, in a transaction of its own. Nothing happens if it does not wait with that key. */
  public Uni<Void> decide(UUID job, String fingerprint, boolean approved, String caller) {
    return ifStillPossible(decisions.decide(new EnrollmentId(job), fingerprint, approved, caller));
  }

  private static Uni<Void> ifStillPossible(Uni<Void> decision) {
    return decision.onFailure(IrisProblem.class).recoverWithNull();
  }
}
