package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.StepOutcome.Done;
import dev.iris.enrollment.enrolling.StepOutcome.Failed;
import dev.iris.enrollment.enrolling.StepOutcome.Planned;
import dev.iris.enrollment.enrolling.StepOutcome.Unproven;
import dev.iris.enrollment.enrolling.StepOutcome.Waiting;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.Hosts;
import dev.iris.enrollment.registry.NewHost;
import dev.iris.enrollment.registry.PinnedKey;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What workers write down. Nothing is written for a job that is not the worker's any more. */
@ApplicationScoped
class JobBook {

  private static final String HOLD =
      """
      select 1 from enrollment
      where id = $1 and runs = $2 and state = 'running' for update""";

  private static final String HOLD_ON =
      HOLD.replace("for update", "and cancelled_at is null for update");

  private static final String BEGIN =
      """
      update enrollment_step set state = 'running', started_at = $3, duration_ms = null, code = null, remedy = null, segment = null,
        output = null
      where enrollment_id = $1 and position = $2""";

  private static final String FINISH =
      """
      update enrollment_step set state = $3, changed = $4, code = $5, remedy = $6, segment = $7, output = $8,
        duration_ms = greatest(0, extract(epoch from $9::timestamptz - started_at) * 1000)::bigint
      where enrollment_id = $1 and position = $2""";

  private static final String WAIT =
      """
      update enrollment set state = 'waiting', shown_key = $2, waiting_since = $3, lease_owner = null, lease_until = null
      where id = $1""";

  private final Transactions transactions;
  private final Hosts hosts;
  private final JobEnding ending;
  private final JobSignals signals;
  private final InstantSource clock;

  JobBook(
      Transactions transactions,
      Hosts hosts,
      JobEnding ending,
      JobSignals signals,
      InstantSource clock) {
    this.transactions = transactions;
    this.hosts = hosts;
    this.ending = ending;
    this.signals = signals;
    this.clock = clock;
  }

  /** The job is another worker's, or has ended. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException(EnrollmentId id) {
      super("enrollment " + id + " is not this worker's any more", null, false, false);
    }
  }

  /** A step begins. */
  Uni<Void> begin(Claim claim, int position) {
    Instant now = now();
    return held(
        claim,
        transaction ->
            transaction
                .sql()
                .preparedQuery(BEGIN)
                .execute(Tuple.of(claim.id().value(), position, now.atOffset(ZoneOffset.UTC)))
                .chain(() -> JobEvents.step(transaction.sql(), claim.id(), position, now))
                .replaceWithVoid());
  }

  /**
   * A step came to something, and perhaps the job with it.
   *
   * @param output without secrets
   */
  Uni<Void> finish(Claim claim, int position, StepOutcome outcome, String output) {
    Instant now = now();
    return held(
        claim,
        transaction ->
            transaction
                .sql()
                .preparedQuery(FINISH)
                .execute(finished(claim, position, outcome, output, now))
                .chain(() -> JobEvents.step(transaction.sql(), claim.id(), position, now))
                .chain(() -> consequence(transaction, claim, outcome, now)));
  }

  /** The job ends. */
  Uni<Void> end(Claim claim, JobStatus status) {
    return held(claim, transaction -> ending.end(transaction, claim.id(), status, now()));
  }

  /** The host showed this key, and it was taken: from now on it must show it again. */
  Uni<HostId> pin(Claim claim, HostKey key) {
    boolean strict = claim.wanted().hostKey().policy().equals(HostKeyWish.STRICT);
    PinnedKey pinned =
        new PinnedKey(
            key.algorithm(),
            key.base64(),
            key.fingerprint(),
            claim.requestedBy(),
            strict ? "strict" : "accepted-first",
            now());
    return held(
        claim,
        transaction -> known(transaction, claim.id(), claim.wanted(), claim.requestedBy(), pinned));
  }

  /**
   * The host of a job, known from now on if it was not, with a key that it may show.
   *
   * @param by who asked for the job
   */
  Uni<HostId> known(
      Transaction transaction, EnrollmentId id, Wanted wanted, String by, PinnedKey key) {
    NewHost host =
        new NewHost(
            wanted.address(),
            wanted.port(),
            wanted.name(),
            wanted.transport(),
            Optional.ofNullable(wanted.labels()).orElse(Map.of()),
            by);
    return hosts
        .admit(transaction, host)
        .call(admitted -> hosts.pin(transaction.sql(), admitted.id(), key))
        .call(
            admitted ->
                transaction
                    .sql()
                    .preparedQuery("update enrollment set host_id = $2 where id = $1")
                    .execute(Tuple.of(id.value(), admitted.id().value())))
        .map(admitted -> admitted.id());
  }

  private Uni<Void> consequence(
      Transaction transaction, Claim claim, StepOutcome outcome, Instant now) {
    SqlClient sql = transaction.sql();
    return switch (outcome) {
      case Done done -> Uni.createFrom().voidItem();
      case Planned planned ->
          sql.preparedQuery("update enrollment set plan = $2 where id = $1")
              .execute(Tuple.of(claim.id().value(), planned.plan().json()))
              .chain(() -> ending.end(transaction, claim.id(), JobStatus.SUCCEEDED, now));
      case Unproven unproven -> ending.end(transaction, claim.id(), JobStatus.UNPROVEN, now);
      case Failed failed -> ending.end(transaction, claim.id(), JobStatus.FAILED, now);
      case Waiting waiting -> {
        JsonObject key =
            new JsonObject()
                .put("algorithm", waiting.shown().algorithm())
                .put("publicKey", waiting.shown().base64())
                .put("fingerprint", waiting.shown().fingerprint());
        yield sql.preparedQuery(WAIT)
            .execute(Tuple.of(claim.id().value(), key.encode(), now.atOffset(ZoneOffset.UTC)))
            .chain(() -> JobEvents.status(sql, claim.id(), JobStatus.WAITING, key, now))
            .replaceWithVoid();
      }
    };
  }

  private static Tuple finished(
      Claim claim, int position, StepOutcome outcome, String output, Instant now) {
    StepEnd end = StepEnd.of(outcome);
    return Tuple.tuple()
        .addUUID(claim.id().value())
        .addInteger(position)
        .addString(end.state())
        .addBoolean(end.changed())
        .addString(end.code())
        .addString(end.remedy())
        .addString(end.segment())
        .addString(output)
        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
  }

  /** Changes something beside the job on its behalf; not if somebody asked for its end meanwhile. */
  <T> Uni<T> change(Claim claim, Function<Transaction, Uni<T>> body) {
    return transactions.run(
        transaction -> require(transaction, HOLD_ON, claim).chain(() -> body.apply(transaction)));
  }

  private <T> Uni<T> held(Claim claim, Function<Transaction, Uni<T>> body) {
    return transactions.run(
        transaction -> {
          transaction.afterCommit(() -> signals.changed(claim.id()));
          return require(transaction, HOLD, claim).chain(() -> body.apply(transaction));
        });
  }

  private static Uni<Void> require(Transaction transaction, String hold, Claim claim) {
    return transaction
        .sql()
        .preparedQuery(hold)
        .execute(Tuple.of(claim.id().value(), claim.run()))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw new LostException(claim.id());
              }
            })
        .replaceWithVoid();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
