package dev.iris.enrollment.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.Credentials;
import dev.iris.enrollment.credential.Uses;
import dev.iris.enrollment.enrolling.BatchedJobs;
import dev.iris.enrollment.enrolling.Submission.Given;
import dev.iris.enrollment.enrolling.Submission.LoginWith;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has a batch that ended done again for the hosts that failed or were cancelled, and for no other. */
@ApplicationScoped
class BatchRetry {

  private static final String LOCK =
      "select state, credential_id from batch where id = $1 for update";

  private static final String AGAIN =
      """
      update batch_host set state = 'pending', enrollment_id = null, code = null, remedy = null, finished_at = null, changed = false,
        key_decision = null, key_fingerprint = null, key_decided_by = null
      where batch_id = $1 and state in ('failed', 'cancelled') returning position, line, address, port, credential_id""";

  private static final String REOPEN =
      """
      update batch set state = 'running', run = run + 1, credential_id = $2, cancelled_at = null, started_at = $3, finished_at = null
      where id = $1""";

  private final Transactions transactions;
  private final Credentials credentials;
  private final CredentialCheck check;
  private final BatchedJobs jobs;
  private final Pacer pacer;
  private final InstantSource clock;

  BatchRetry(
      Transactions transactions,
      Credentials credentials,
      CredentialCheck check,
      BatchedJobs jobs,
      Pacer pacer,
      InstantSource clock) {
    this.transactions = transactions;
    this.credentials = credentials;
    this.check = check;
    this.jobs = jobs;
    this.pacer = pacer;
    this.clock = clock;
  }

  /**
   * Opens it again.
   *
   * @param body may hold a {@code login}: the one that came with the batch is gone
   */
  Uni<Void> retry(BatchId id, @Nullable JsonNode body) {
    JsonFields fields = JsonFields.of(body == null ? JsonNodeFactory.instance.objectNode() : body);
    @Nullable LoginWith login = fields.has("login") ? jobs.login(fields.object("login")) : null;
    fields.throwIfAnyFault();
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(LOCK)
                .execute(Tuple.of(id.value()))
                .chain(rows -> reopen(transaction, id, rows, login)));
  }

  private Uni<Void> reopen(
      Transaction transaction, BatchId id, RowSet<Row> found, @Nullable LoginWith login) {
    if (found.size() == 0) {
      throw BatchId.notFound();
    }
    Row batch = found.iterator().next();
    if (batch.getString("state").equals("running")) {
      throw IrisProblem.conflict(
          "batch-in-progress", "The batch has not ended. Wait for its end, or cancel it.");
    }
    SqlClient sql = transaction.sql();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    @Nullable CredentialId common = common(login, batch.getUUID("credential_id"));
    transaction.afterCommit(pacer::signal);
    return sql.preparedQuery(AGAIN)
        .execute(Tuple.of(id.value()))
        .call(hosts -> refuseUnfit(sql, hosts, common, login instanceof Given))
        .chain(
            () ->
                sql.preparedQuery(REOPEN)
                    .execute(
                        Tuple.of(
                            id.value(),
                            common == null ? null : common.value(),
                            now.atOffset(ZoneOffset.UTC))))
        .chain(
            () ->
                login instanceof Given given && common != null
                    ? credentials.keepForBatch(sql, common, id.value(), given.login())
                    : Uni.createFrom().voidItem())
        .chain(() -> Counts.of(sql, id))
        .chain(counts -> BatchEvents.status(sql, id, "running", counts, now))
        .replaceWithVoid();
  }

  private @Nullable CredentialId common(@Nullable LoginWith login, @Nullable UUID before) {
    return switch (login) {
      case null -> before == null ? null : new CredentialId(before);
      case Stored stored -> stored.id();
      case Given given -> credentials.newId();
    };
  }

  private Uni<Void> refuseUnfit(
      SqlClient sql, RowSet<Row> hosts, @Nullable CredentialId common, boolean commonIsNew) {
    if (hosts.size() == 0) {
      throw IrisProblem.conflict(
          "nothing-to-retry", "No host of the batch failed or was cancelled.");
    }
    Set<CredentialId> needed = new HashSet<>();
    hosts.forEach(host -> needed.add(credential(host, common)));
    if (commonIsNew && common != null) {
      needed.remove(common);
    }
    return check
        .uses(sql, needed)
        .invoke(uses -> faults(hosts, common, needed, uses).throwIfAny())
        .replaceWithVoid();
  }

  private static Faults faults(
      RowSet<Row> hosts,
      @Nullable CredentialId common,
      Set<CredentialId> needed,
      Map<CredentialId, Uses> uses) {
    Faults faults = new Faults();
    if (common != null && needed.contains(common) && !uses.containsKey(common)) {
      faults.add("login", "must be given: the one that the batch had is not stored any more", null);
      return faults;
    }
    for (Row host : hosts) {
      CredentialId id = credential(host, common);
      if (needed.contains(id)) {
        CredentialCheck.refusal(uses, id, host.getString("address"), host.getInteger("port"))
            .ifPresent(
                refusal ->
                    faults.add(
                        "hosts[" + host.getInteger("position") + "].credentialId",
                        refusal,
                        host.getInteger("line")));
      }
    }
    return faults;
  }

  private static CredentialId credential(Row host, @Nullable CredentialId common) {
    UUID own = host.getUUID("credential_id");
    if (own != null) {
      return new CredentialId(own);
    }
    if (common == null) {
      throw IrisProblem.badField("login", "is missing");
    }
    return common;
  }
}
