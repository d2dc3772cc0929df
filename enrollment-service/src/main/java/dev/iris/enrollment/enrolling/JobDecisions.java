package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.registry.PinnedKey;
import dev.iris.events.EnrollmentEvent.EnrollmentRequested;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What people decide about a job under way: to end it, and whether a host's key is the right one. */
@ApplicationScoped
class JobDecisions {

  private static final String LOCK =
      "select state, shown_key, request, requested_by from enrollment where id = $1 for update";

  private static final String STEP_FAILED =
      """
      update enrollment_step set state = 'failed', code = $2, remedy = $3
      where enrollment_id = $1 and state = 'waiting' returning position""";

  private static final String GO_ON =
      """
      with step as (
        update enrollment_step set state = 'pending', code = null, remedy = null where enrollment_id = $1 and state = 'waiting')
      update enrollment set state = 'queued', shown_key = null, waiting_since = null, runs = runs + 1 where id = $1""";

  private static final String TOO_LONG =
      """
      select id from enrollment where state = 'waiting' and waiting_since < $1 order by waiting_since limit 10""";

  private final Transactions transactions;
  private final Pool pool;
  private final JobBook book;
  private final JobEnding ending;
  private final JobSignals signals;
  private final JobsConfig config;
  private final InstantSource clock;

  JobDecisions(
      Transactions transactions,
      Pool pool,
      JobBook book,
      JobEnding ending,
      JobSignals signals,
      JobsConfig config,
      InstantSource clock) {
    this.transactions = transactions;
    this.pool = pool;
    this.book = book;
    this.ending = ending;
    this.signals = signals;
    this.config = config;
    this.clock = clock;
  }

  /** Ends a job: at once if nobody works on it, else as soon as its worker hears of it. A cancelled one may be cancelled again. */
  Uni<Void> cancel(EnrollmentId id) {
    return locked(
        id,
        (transaction, row) -> {
          JobStatus status = status(row);
          return switch (status) {
            case QUEUED, WAITING, RUNNING -> ending.cancel(transaction, id, status, now());
            case CANCELLED -> Uni.createFrom().voidItem();
            case SUCCEEDED, UNPROVEN, FAILED ->
                throw IrisProblem.conflict(
                    "enrollment-finished", "The job has ended: it " + status.text() + ".");
          };
        });
  }

  /**
   * Decides about the key that a job waits with.
   *
   * @param fingerprint of the key that the person was shown
   */
  Uni<Void> decide(EnrollmentId id, String fingerprint, boolean approved, String caller) {
    return locked(
        id,
        (transaction, row) -> {
          String shown = row.getString("shown_key");
          if (status(row) != JobStatus.WAITING || shown == null) {
            throw IrisProblem.conflict(
                "enrollment-not-waiting", "The job does not wait for the approval of a host key.");
          }
          JsonObject key = new JsonObject(shown);
          if (!key.getString("fingerprint").equals(fingerprint)) {
            throw IrisProblem.conflict(
                "host-key-differs",
                "The host showed another key: " + key.getString("fingerprint") + ".");
          }
          return approved
              ? goOn(transaction, id, row, key, caller)
              : fail(
                  transaction,
                  id,
                  "host-key-refused",
                  "Somebody said that this is not the host's key. Find out who answers at this address.");
        });
  }

  /** Ends the jobs that wait for longer than anybody will care, and with them the logins that were given for them. */
  Uni<Void> giveUpOnApprovals() {
    return pool.preparedQuery(TOO_LONG)
        .execute(Tuple.of(now().minus(config.approval()).atOffset(ZoneOffset.UTC)))
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .onItem()
        .transformToUniAndConcatenate(
            row -> giveUp(new EnrollmentId(row.getUUID(0))).replaceWith(true))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private Uni<Void> giveUp(EnrollmentId id) {
    return locked(
        id,
        (transaction, row) ->
            status(row) == JobStatus.WAITING
                ? fail(
                    transaction,
                    id,
                    "approval-timeout",
                    "Nobody approved the host's key in time. Ask for the job again.")
                : Uni.createFrom().voidItem());
  }

  private Uni<Void> goOn(
      Transaction transaction, EnrollmentId id, Row row, JsonObject key, String caller) {
    PinnedKey pinned =
        new PinnedKey(
            key.getString("algorithm"),
            key.getString("publicKey"),
            key.getString("fingerprint"),
            caller,
            "approved",
            now());
    SqlClient sql = transaction.sql();
    Wanted wanted = Wanted.parse(row.getString("request"));
    return book.known(transaction, id, wanted, row.getString("requested_by"), pinned)
        .chain(() -> sql.preparedQuery(GO_ON).execute(Tuple.of(id.value())))
        .chain(() -> JobEvents.status(sql, id, JobStatus.QUEUED, null, now()))
        .chain(number -> transaction.publish(new EnrollmentRequested(id.value()), number));
  }

  private Uni<Void> fail(Transaction transaction, EnrollmentId id, String code, String remedy) {
    SqlClient sql = transaction.sql();
    return sql.preparedQuery(STEP_FAILED)
        .execute(Tuple.of(id.value(), code, remedy))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(0L)
                    : JobEvents.step(sql, id, rows.iterator().next().getInteger(0), now()))
        .chain(() -> ending.end(transaction, id, JobStatus.FAILED, now()));
  }

  /** What happens to a job while its row is locked. */
  @FunctionalInterface
  private interface Decision {
    Uni<Void> of(Transaction transaction, Row row);
  }

  private Uni<Void> locked(EnrollmentId id, Decision decision) {
    return transactions.run(
        transaction -> {
          transaction.afterCommit(() -> signals.changed(id));
          return transaction
              .sql()
              .preparedQuery(LOCK)
              .execute(Tuple.of(id.value()))
              .chain(
                  rows -> {
                    if (rows.size() == 0) {
                      throw JobDirectory.notFound();
                    }
                    return decision.of(transaction, rows.iterator().next());
                  });
        });
  }

  private static JobStatus status(Row row) {
    return JobStatus.of(row.getString("state")).orElseThrow();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
