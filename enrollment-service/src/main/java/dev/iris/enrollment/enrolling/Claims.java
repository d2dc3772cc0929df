package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.registry.HostId;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Who works on which job: leases in the jobs' rows. A job whose lease ran out is anybody's. */
@ApplicationScoped
class Claims {

  private static final String CLAIM =
      """
      with free as (
        select id, state from enrollment
        where state in ('queued', 'running') and (lease_until is null or lease_until < $2)
        order by created_at limit $4 for update skip locked)
      update enrollment e set state = 'running', lease_owner = $1, lease_until = $3, runs = e.runs + 1
      from free where e.id = free.id
      returning e.id, e.host_id, e.request, e.credential_id, e.requested_by, e.runs, e.cancelled_at, free.state as before,
        array(select position from enrollment_step where enrollment_id = e.id and state <> 'done' order by position) as open""";

  private static final String RENEW =
      """
      update enrollment set lease_until = $3 where lease_owner = $1 and id = any($2) and state = 'running'
      returning id, cancelled_at is not null""";

  private static final String RELEASE =
      "update enrollment set lease_owner = null, lease_until = null where lease_owner = $1 and state = 'running'";

  private final Transactions transactions;
  private final Pool pool;
  private final JobsConfig config;
  private final InstantSource clock;

  Claims(Transactions transactions, Pool pool, JobsConfig config, InstantSource clock) {
    this.transactions = transactions;
    this.pool = pool;
    this.config = config;
    this.clock = clock;
  }

  /** Leases jobs that nobody works on, the oldest first. */
  Uni<List<Claim>> claim(String owner, int most) {
    Instant now = clock.instant();
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(CLAIM)
                .execute(Tuple.of(owner, time(now), time(now.plus(config.lease())), most))
                .call(rows -> tell(transaction.sql(), rows, now))
                .map(
                    rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                            .map(Claims::claim)
                            .toList()));
  }

  /** Holds on to jobs; answers those that still are the owner's, and whether somebody asked for their end. */
  Uni<Map<EnrollmentId, Boolean>> renew(String owner, Collection<EnrollmentId> jobs) {
    UUID[] ids = jobs.stream().map(EnrollmentId::value).toArray(UUID[]::new);
    return pool.preparedQuery(RENEW)
        .execute(Tuple.of(owner, ids, time(clock.instant().plus(config.lease()))))
        .map(
            rows -> {
              Map<EnrollmentId, Boolean> held = new HashMap<>();
              rows.forEach(row -> held.put(new EnrollmentId(row.getUUID(0)), row.getBoolean(1)));
              return held;
            });
  }

  /** Leaves all jobs of an owner to others, at once. */
  Uni<Void> release(String owner) {
    return pool.preparedQuery(RELEASE).execute(Tuple.of(owner)).replaceWithVoid();
  }

  private static Uni<Void> tell(SqlClient sql, RowSet<Row> rows, Instant now) {
    return Multi.createFrom()
        .iterable(rows)
        .filter(row -> row.getString("before").equals("queued"))
        .onItem()
        .transformToUniAndConcatenate(
            row ->
                JobEvents.status(
                    sql, new EnrollmentId(row.getUUID("id")), JobStatus.RUNNING, null, now))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private static Claim claim(Row row) {
    UUID host = row.getUUID("host_id");
    return new Claim(
        new EnrollmentId(row.getUUID("id")),
        Wanted.parse(row.getString("request")),
        host == null ? null : new HostId(host),
        new CredentialId(row.getUUID("credential_id")),
        row.getString("requested_by"),
        row.getInteger("runs"),
        row.getOffsetDateTime("cancelled_at") != null,
        List.of(row.getArrayOfIntegers("open")));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
