package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.BatchDraft.HostDraft;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.Credentials;
import dev.iris.enrollment.enrolling.SameRequest;
import dev.iris.enrollment.enrolling.Submission;
import dev.iris.enrollment.enrolling.Submission.Given;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.outbox.Columns;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes batches: as a whole or not at all. The same file with the same key is the same batch. */
@ApplicationScoped
class BatchDesk {

  private static final String INSERT =
      """
      insert into batch (id, state, concurrency, dry_run, hosts, credential_id, requested_by, idempotency_key, request_digest,
        created_at, started_at)
      values ($1, 'running', $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing""";

  private static final String INSERT_HOSTS =
      """
      insert into batch_host (batch_id, position, line, address, port, hostname, request, credential_id, state)
      select $8, u.*, 'pending'
      from unnest($1::integer[], $2::integer[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::uuid[]) as u""";

  private static final String SAME_KEY =
      "select id, request_digest from batch where requested_by = $1 and idempotency_key = $2";

  private final Transactions transactions;
  private final Credentials credentials;
  private final CredentialCheck check;
  private final Pacer pacer;
  private final InstantSource clock;

  BatchDesk(
      Transactions transactions,
      Credentials credentials,
      CredentialCheck check,
      Pacer pacer,
      InstantSource clock) {
    this.transactions = transactions;
    this.credentials = credentials;
    this.check = check;
    this.pacer = pacer;
    this.clock = clock;
  }

  /**
   * Stores a batch; it is begun after the commit.
   *
   * @param key the request's idempotency key
   * @return the batch, or the one that the same request with the same key made
   */
  Uni<BatchId> submit(BatchDraft draft, String caller, @Nullable String key) {
    byte[] digest = Submission.sha256(draft.identity());
    return transactions.run(
        transaction ->
            sameKey(transaction.sql(), caller, key, digest)
                .chain(
                    known ->
                        known.isPresent()
                            ? Uni.createFrom().item(known.get())
                            : store(transaction, draft, caller, key, digest)));
  }

  private Uni<BatchId> store(
      Transaction transaction,
      BatchDraft draft,
      String caller,
      @Nullable String key,
      byte[] digest) {
    SqlClient sql = transaction.sql();
    BatchId id = BatchId.next();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    @Nullable CredentialId credential =
        switch (draft.login()) {
          case null -> null;
          case Stored stored -> stored.id();
          case Given given -> credentials.newId();
        };
    Tuple values =
        Tuple.tuple()
            .addUUID(id.value())
            .addInteger(draft.concurrency())
            .addBoolean(draft.dryRun())
            .addInteger(draft.hosts().size())
            .addValue(credential == null ? null : credential.value())
            .addString(caller)
            .addString(key)
            .addValue(Buffer.buffer(digest))
            .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
    return check
        .check(sql, draft)
        .chain(() -> sql.preparedQuery(INSERT).execute(values))
        .chain(
            rows ->
                rows.rowCount() == 0
                    ? sameKey(sql, caller, key, digest).map(Optional::orElseThrow)
                    : complete(transaction, id, draft, credential, now).replaceWith(id));
  }

  private Uni<Void> complete(
      Transaction transaction,
      BatchId id,
      BatchDraft draft,
      @Nullable CredentialId credential,
      Instant now) {
    SqlClient sql = transaction.sql();
    transaction.afterCommit(pacer::signal);
    Uni<Void> kept =
        draft.login() instanceof Given given && credential != null
            ? credentials.keepForBatch(sql, credential, id.value(), given.login())
            : Uni.createFrom().voidItem();
    return kept.chain(() -> sql.preparedQuery(INSERT_HOSTS).execute(hosts(id, draft)))
        .chain(() -> Counts.of(sql, id))
        .chain(counts -> BatchEvents.status(sql, id, "running", counts, now))
        .replaceWithVoid();
  }

  private static Tuple hosts(BatchId id, BatchDraft draft) {
    record Placed(int position, HostDraft host) {}
    List<Placed> hosts =
        IntStream.range(0, draft.hosts().size())
            .mapToObj(at -> new Placed(at, draft.hosts().get(at)))
            .toList();
    return Columns.of(hosts)
        .numbers(Placed::position)
        .numbers(placed -> placed.host().line())
        .texts(placed -> placed.host().job().address())
        .numbers(placed -> placed.host().job().port())
        .texts(placed -> placed.host().job().hostname())
        .texts(placed -> placed.host().job().request())
        .ids(
            placed ->
                placed.host().credential() == null ? null : placed.host().credential().value())
        .same(id.value())
        .parameters();
  }

  private static Uni<Optional<BatchId>> sameKey(
      SqlClient sql, String caller, @Nullable String key, byte[] digest) {
    return SameRequest.find(sql, SAME_KEY, caller, key, digest).map(id -> id.map(BatchId::new));
  }
}
