package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.HostRows.Decided;
import dev.iris.enrollment.batch.HostRows.Next;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.enrolling.BatchedJobs;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a batch one step further, in one transaction that holds its row: what became of its jobs is taken over, hosts whose turn it
 * is get theirs, and with the last result the batch ends. A replica that dies leaves nothing that the next step does not find.
 */
@ApplicationScoped
class BatchStep {

  /** Those for which nothing is to be done are passed by in such pieces. */
  private static final int LOOK_AT = 100;

  private static final String LOCK =
      """
      select concurrency, credential_id, requested_by, cancelled_at is not null as cancelled from batch
      where id = $1 and state = 'running' for update skip locked""";

  private final Transactions transactions;
  private final BatchedJobs jobs;
  private final BatchEnding ending;
  private final InstantSource clock;

  BatchStep(Transactions transactions, BatchedJobs jobs, BatchEnding ending, InstantSource clock) {
    this.transactions = transactions;
    this.jobs = jobs;
    this.ending = ending;
    this.clock = clock;
  }

  /**
   * What is left to be done in the jobs' own transactions. A repeat does no harm.
   *
   * @param again whether a further step would come further at once
   */
  record Left(List<UUID> toCancel, List<Decided> decided, boolean again) {
    private static final Left NOTHING = new Left(List.of(), List.of(), false);
  }

  /** A batch whose row is held. */
  private record Held(
      Transaction transaction,
      BatchId id,
      int concurrency,
      Optional<UUID> credential,
      String requestedBy,
      boolean cancelled,
      Instant now) {

    SqlClient sql() {
      return transaction.sql();
    }
  }

  /** What a step has come to so far. */
  private record Moved(List<HostResult> hosts, Left left) {}

  /** One step; nothing happens if another replica is at it. */
  Uni<Left> run(BatchId id) {
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(LOCK)
                .execute(Tuple.of(id.value()))
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().item(Left.NOTHING)
                            : move(held(transaction, id, rows.iterator().next()))));
  }

  private Held held(Transaction transaction, BatchId id, Row row) {
    return new Held(
        transaction,
        id,
        row.getInteger("concurrency"),
        Optional.ofNullable(row.getUUID("credential_id")),
        row.getString("requested_by"),
        row.getBoolean("cancelled"),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private Uni<Left> move(Held batch) {
    return HostRows.follow(batch.sql(), batch.id())
        .chain(
            followed ->
                (batch.cancelled() ? cancel(batch) : feed(batch))
                    .map(
                        moved -> {
                          List<HostResult> all = new ArrayList<>(followed);
                          all.addAll(moved.hosts());
                          return new Moved(all, moved.left());
                        }))
        .chain(moved -> tell(batch, moved.hosts()).replaceWith(moved.left()));
  }

  private Uni<Void> tell(Held batch, List<HostResult> moved) {
    SqlClient sql = batch.sql();
    return BatchEvents.hosts(sql, batch.id(), moved, batch.now())
        .chain(() -> Counts.of(sql, batch.id()))
        .chain(
            counts -> {
              if (counts.open() == 0) {
                return ending.end(
                    batch.transaction(), batch.id(), batch.cancelled(), counts, batch.now());
              }
              return moved.isEmpty()
                  ? Uni.createFrom().voidItem()
                  : BatchEvents.progress(sql, batch.id(), counts, batch.now());
            });
  }

  private static Uni<Moved> cancel(Held batch) {
    return HostRows.cancelPending(batch.sql(), batch.id(), batch.now())
        .chain(
            hosts ->
                HostRows.toCancel(batch.sql(), batch.id())
                    .map(jobs -> new Moved(hosts, new Left(jobs, List.of(), !jobs.isEmpty()))));
  }

  /** Approved keys come first: their jobs began long ago. */
  private Uni<Moved> feed(Held batch) {
    return HostRows.inFlight(batch.sql(), batch.id())
        .chain(
            inFlight ->
                HostRows.decided(batch.sql(), batch.id())
                    .chain(
                        decided -> {
                          int free = Math.max(0, batch.concurrency() - inFlight.intValue());
                          List<Decided> now = fitting(decided, free);
                          int approved = (int) now.stream().filter(Decided::approved).count();
                          return open(batch, free - approved)
                              .map(
                                  opened ->
                                      new Moved(
                                          opened.hosts(),
                                          new Left(List.of(), now, opened.left().again())));
                        }));
  }

  /** All that are refused, and as many of the approved as there is room for. */
  private static List<Decided> fitting(List<Decided> decided, int free) {
    List<Decided> refused = decided.stream().filter(one -> !one.approved()).toList();
    List<Decided> now = new ArrayList<>(refused);
    decided.stream().filter(Decided::approved).limit(free).forEach(now::add);
    return now;
  }

  private Uni<Moved> open(Held batch, int room) {
    if (room == 0) {
      return Uni.createFrom().item(new Moved(List.of(), Left.NOTHING));
    }
    return HostRows.next(batch.sql(), batch.id(), LOOK_AT)
        .chain(
            next -> {
              List<Next> done = next.stream().filter(Next::done).toList();
              // In one order at all replicas: two batches with the same hosts must not wait for
              // each other.
              List<Next> toOpen =
                  next.stream()
                      .filter(host -> !host.done())
                      .limit(room)
                      .sorted(Comparator.comparing(Next::address).thenComparing(Next::port))
                      .toList();
              boolean again = next.size() == LOOK_AT && toOpen.size() < room;
              return Multi.createFrom()
                  .iterable(toOpen)
                  .onItem()
                  .transformToUniAndConcatenate(host -> open(batch, host))
                  .collect()
                  .asList()
                  .chain(
                      opened ->
                          skip(batch, done)
                              .map(
                                  skipped -> {
                                    List<HostResult> hosts = new ArrayList<>(opened);
                                    hosts.addAll(skipped);
                                    return new Moved(
                                        hosts,
                                        new Left(
                                            List.of(), List.of(), again || anySkipped(opened)));
                                  }));
            });
  }

  /** A host that turned out to have a job has left its place to another. */
  private static boolean anySkipped(List<HostResult> opened) {
    return opened.stream().anyMatch(host -> host.status().equals(HostState.SKIPPED.text()));
  }

  private Uni<HostResult> open(Held batch, Next host) {
    UUID credential =
        Optional.ofNullable(host.credential())
            .or(batch::credential)
            .orElseThrow(() -> new IllegalStateException("a host of a batch without a login"));
    return jobs.open(
            batch.transaction(),
            host.request(),
            new CredentialId(credential),
            batch.requestedBy(),
            batch.id().value())
        .chain(
            job ->
                job.isPresent()
                    ? HostRows.opened(batch.sql(), batch.id(), host.position(), job.get())
                    : HostRows.skipped(
                        batch.sql(),
                        batch.id(),
                        host.position(),
                        "enrollment-in-progress",
                        "Another job is at this host. Look at what came of it.",
                        batch.now()));
  }

  private static Uni<List<HostResult>> skip(Held batch, List<Next> done) {
    return Multi.createFrom()
        .iterable(done)
        .onItem()
        .transformToUniAndConcatenate(
            host ->
                HostRows.skipped(
                    batch.sql(),
                    batch.id(),
                    host.position(),
                    "already-enrolled",
                    "It is set up as it is asked for: nothing was done.",
                    batch.now()))
        .collect()
        .asList();
  }
}
