package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.HostJobs;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Jobs that have not ended. */
@ApplicationScoped
class OpenJobs implements HostJobs {

  private static final String OF_HOST =
      """
      select id, state from enrollment where host_id = $1 and finished_at is null order by id for update""";

  private final JobEnding ending;
  private final JobSignals signals;
  private final InstantSource clock;

  OpenJobs(JobEnding ending, JobSignals signals, InstantSource clock) {
    this.ending = ending;
    this.signals = signals;
    this.clock = clock;
  }

  @Override
  public Uni<Void> end(Transaction transaction, HostId host) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transaction
        .sql()
        .preparedQuery(OF_HOST)
        .execute(Tuple.of(host.value()))
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .onItem()
        .transformToUniAndConcatenate(row -> end(transaction, row, now).replaceWith(row))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private Uni<Void> end(Transaction transaction, Row row, Instant now) {
    EnrollmentId id = new EnrollmentId(row.getUUID("id"));
    transaction.afterCommit(() -> signals.changed(id));
    JobStatus status = JobStatus.of(row.getString("state")).orElseThrow();
    return ending.cancel(transaction, id, status, now);
  }
}
