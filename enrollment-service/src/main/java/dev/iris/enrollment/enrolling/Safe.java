package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.Credentials;
import dev.iris.enrollment.credential.JobSecrets;
import dev.iris.enrollment.credential.OpenedLogin;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.enrolling.Submission.Given;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.vault.Secret;
import dev.iris.vault.SecretBox;
import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what jobs may know and nobody else: from the request for a job until its end. */
@ApplicationScoped
class Safe {

  private static final Logger LOG = Logger.getLogger(Safe.class);

  private final Credentials credentials;
  private final JobSecrets secrets;
  private final Pool pool;

  Safe(Credentials credentials, JobSecrets secrets, Pool pool) {
    this.credentials = credentials;
    this.secrets = secrets;
    this.pool = pool;
  }

  /** Fails with 400 if a stored credential that a request names is not there, or not for that host. */
  Uni<Void> check(SqlClient sql, Submission submission) {
    Wanted wanted = submission.wanted();
    JumpWish jump = wanted.jump();
    Uni<Void> target =
        submission.login() instanceof Stored stored
            ? check(sql, stored.id(), wanted.address(), wanted.port(), "login.credentialId")
            : Uni.createFrom().voidItem();
    UUID own = jump == null ? null : jump.credentialId();
    return jump == null || own == null
        ? target
        : target.chain(
            () ->
                check(
                    sql,
                    new CredentialId(own),
                    jump.address(),
                    jump.port(),
                    "host.jump.login.credentialId"));
  }

  private Uni<Void> check(SqlClient sql, CredentialId id, String address, int port, String field) {
    return credentials
        .uses(sql, id)
        .invoke(
            uses -> {
              if (uses.isEmpty()) {
                throw IrisProblem.badField(field, "is the id of no credential");
              }
              uses.get()
                  .refusal(address, port)
                  .ifPresent(
                      refusal -> {
                        throw IrisProblem.badField(field, refusal);
                      });
            })
        .replaceWithVoid();
  }

  /** The credential of a request: the stored one that it names, or one to be for what it brings. */
  CredentialId credential(Submission submission) {
    return submission.login() instanceof Stored stored ? stored.id() : credentials.newId();
  }

  /** Keeps what came with a request, once its job is stored. */
  Uni<Void> keep(SqlClient sql, EnrollmentId id, CredentialId credential, Submission submission) {
    Uni<Void> login =
        submission.login() instanceof Given given
            ? credentials.keepForJob(sql, credential, id.value(), given.login())
            : Uni.createFrom().voidItem();
    return login.chain(() -> secrets.keep(sql, id.value(), submission.secrets()));
  }

  /** Forgets what came for a job. */
  Uni<Void> forget(SqlClient sql, EnrollmentId id) {
    return credentials.forgetJob(sql, id.value()).chain(() -> secrets.forget(sql, id.value()));
  }

  /**
   * Opens what a job may know.
   *
   * @throws UnfitException if it is gone, does not open, or may not be used for the hosts of the job
   */
  Unlocked open(Claim claim) throws UnfitException {
    Wanted wanted = claim.wanted();
    JumpWish jump = wanted.jump();
    try {
      OpenedLogin target = open(claim.credential());
      requireFor(target, wanted.address(), wanted.port());
      @Nullable OpenedLogin own = null;
      if (jump != null) {
        own = jump.credentialId() == null ? null : open(new CredentialId(jump.credentialId()));
        requireFor(own == null ? target : own, jump.address(), jump.port());
      }
      Map<String, Secret> services = Blocking.await(secrets.open(pool, claim.id().value()));
      return new Unlocked(target, own, services);
    } catch (SecretBox.UnopenedException e) {
      LOG.errorf("enrollment %s: %s", claim.id(), e.getMessage());
      throw new UnfitException(
          new Failed(
              "credential-unreadable",
              "a stored secret does not open",
              "It was changed in the database, or sealed with another key file: give it again."));
    }
  }

  private OpenedLogin open(CredentialId id) throws UnfitException {
    Optional<OpenedLogin> opened = Blocking.await(credentials.open(pool, id));
    return opened.orElseThrow(
        () ->
            new UnfitException(
                new Failed(
                    "credential-gone",
                    "the login is not stored any more",
                    "Ask for the job again, with a login or another credential.")));
  }

  private static void requireFor(OpenedLogin login, String address, int port)
      throws UnfitException {
    Optional<String> refusal = login.uses().refusal(address, port);
    if (refusal.isPresent()) {
      throw new UnfitException(
          new Failed(
              "credential-not-for-host",
              "the credential " + refusal.get(),
              "Use another credential, or have its uses changed."));
    }
  }
}
