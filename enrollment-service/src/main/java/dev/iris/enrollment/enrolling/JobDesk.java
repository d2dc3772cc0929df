package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.enrollment.registry.Host;
import dev.iris.enrollment.registry.Hosts;
import dev.iris.events.EnrollmentEvent.EnrollmentRequested;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import dev.iris.web.Caller;
import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes requests for jobs. One job per host at a time; the same request with the same key is the same job. */
@ApplicationScoped
class JobDesk {

  private static final String INSERT =
      """
      insert into enrollment (id, host_id, address, port, request, state, dry_run, credential_id, requested_by, idempotency_key,
        request_digest, created_at, batch_id)
      values ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9, $10, $11, $12) on conflict do nothing""";

  private static final String INSERT_STEPS =
      """
      insert into enrollment_step (enrollment_id, position, name, state)
      select $1, at - 1, name, 'pending' from unnest($2::text[]) with ordinality as step (name, at)""";

  private static final String SAME_KEY =
      "select id, request_digest from enrollment where requested_by = $1 and idempotency_key = $2";

  private static final String IN_PROGRESS =
      "select id from enrollment where address = $1 and port = $2 and finished_at is null";

  private final Transactions transactions;
  private final Hosts hosts;
  private final Safe safe;
  private final Steps steps;
  private final InstantSource clock;

  JobDesk(Transactions transactions, Hosts hosts, Safe safe, Steps steps, InstantSource clock) {
    this.transactions = transactions;
    this.hosts = hosts;
    this.safe = safe;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * Stores a job; it is begun after the commit.
   *
   * @param key the request's idempotency key
   * @return the job, or the one that the same request with the same key made
   */
  Uni<EnrollmentId> submit(Submission submission, Caller caller, @Nullable String key) {
    byte[] digest = submission.digest();
    return transactions.run(
        transaction ->
            sameKey(transaction.sql(), caller.name(), key, digest)
                .chain(
                    known ->
                        known.isPresent()
                            ? Uni.createFrom().item(known.get())
                            : store(transaction, submission, caller, key, digest)));
  }

  private Uni<EnrollmentId> store(
      Transaction transaction,
      Submission submission,
      Caller caller,
      @Nullable String key,
      byte[] digest) {
    SqlClient sql = transaction.sql();
    Wanted wanted = submission.wanted();
    // The login has to wait for the row that it belongs to, and the row names the login.
    NewJob job = newJob(safe.credential(submission));
    Origin origin = new Origin(caller.name(), key, digest, null);
    return safe.check(sql, submission)
        .chain(() -> hosts.at(sql, wanted.address(), wanted.port()))
        .invoke(host -> requireAllowed(wanted, host, caller))
        .chain(host -> insert(sql, job, wanted, host, origin))
        .chain(
            inserted ->
                inserted
                    ? safe.keep(sql, job.id(), job.credential(), submission)
                        .chain(() -> complete(transaction, job, wanted))
                        .replaceWith(job.id())
                    : inTheWay(sql, submission, caller.name(), key, digest));
  }

  /**
   * Stores a job of a batch; it is begun after the commit.
   *
   * @param credential the batch's own, or a stored one that may be used for the host
   * @return empty if the host has a job that has not ended
   */
  Uni<Optional<EnrollmentId>> open(
      Transaction transaction, Wanted wanted, CredentialId credential, String caller, UUID batch) {
    SqlClient sql = transaction.sql();
    NewJob job = newJob(credential);
    byte[] digest = new Submission(wanted, new Stored(credential), Map.of()).digest();
    Origin origin = new Origin(caller, null, digest, batch);
    return hosts
        .at(sql, wanted.address(), wanted.port())
        .chain(host -> insert(sql, job, wanted, host, origin))
        .chain(
            inserted ->
                inserted
                    ? complete(transaction, job, wanted).replaceWith(Optional.of(job.id()))
                    : Uni.createFrom().item(Optional.empty()));
  }

  /** Where a job comes from. */
  private record Origin(String caller, @Nullable String key, byte[] digest, @Nullable UUID batch) {}

  /** What is given to a job. */
  private record NewJob(EnrollmentId id, CredentialId credential, Instant at) {}

  private NewJob newJob(CredentialId credential) {
    return new NewJob(
        EnrollmentId.next(), credential, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private static Uni<Boolean> insert(
      SqlClient sql, NewJob job, Wanted wanted, Optional<Host> host, Origin origin) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.tuple()
                .addUUID(job.id().value())
                .addValue(host.map(found -> found.id().value()).orElse(null))
                .addString(wanted.address())
                .addInteger(wanted.port())
                .addString(wanted.json())
                .addBoolean(wanted.dryRun())
                .addUUID(job.credential().value())
                .addString(origin.caller())
                .addString(origin.key())
                .addValue(Buffer.buffer(origin.digest()))
                .addOffsetDateTime(job.at().atOffset(ZoneOffset.UTC))
                .addValue(origin.batch()))
        .map(rows -> rows.rowCount() > 0);
  }

  private static void requireAllowed(Wanted wanted, Optional<Host> host, Caller caller) {
    if (host.isEmpty() && wanted.action() == Action.DECOMMISSION) {
      throw IrisProblem.notFound("host-not-found", "Iris knows no host at this address and port.");
    }
    if (host.isPresent() && !caller.mayTouchWhatIsOf(host.get().enrolledBy())) {
      throw IrisProblem.of(
          403, "host-of-another-key", "The host at this address was enrolled with another key.");
    }
  }

  private Uni<Void> complete(Transaction transaction, NewJob job, Wanted wanted) {
    SqlClient sql = transaction.sql();
    EnrollmentId id = job.id();
    return sql.preparedQuery(INSERT_STEPS)
        .execute(Tuple.of(id.value(), steps.names(wanted).toArray(String[]::new)))
        .chain(() -> JobEvents.status(sql, id, JobStatus.QUEUED, null, job.at()))
        .chain(number -> transaction.publish(new EnrollmentRequested(id.value()), number));
  }

  /** Another request was faster: the same one, or one for the same host. */
  private Uni<EnrollmentId> inTheWay(
      SqlClient sql, Submission submission, String caller, @Nullable String key, byte[] digest) {
    Wanted wanted = submission.wanted();
    return sameKey(sql, caller, key, digest)
        .chain(
            same ->
                same.isPresent()
                    ? Uni.createFrom().item(same.get())
                    : sql.preparedQuery(IN_PROGRESS)
                        .execute(Tuple.of(wanted.address(), wanted.port()))
                        .map(
                            rows -> {
                              String other =
                                  rows.size() == 0
                                      ? "that just ended"
                                      : rows.iterator().next().getUUID(0).toString();
                              throw IrisProblem.conflict(
                                  "enrollment-in-progress",
                                  "There is a job for this host already: "
                                      + other
                                      + ". Wait for its end, or cancel it.");
                            }));
  }

  private static Uni<Optional<EnrollmentId>> sameKey(
      SqlClient sql, String caller, @Nullable String key, byte[] digest) {
    return SameRequest.find(sql, SAME_KEY, caller, key, digest)
        .map(id -> id.map(EnrollmentId::new));
  }
}
