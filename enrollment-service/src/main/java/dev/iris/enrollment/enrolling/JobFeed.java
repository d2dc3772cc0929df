package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.enrolling.JobEvents.Told;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows a job from any point on, at any replica: what was told is read from its rows, and whoever follows is woken up or looks
 * again after a moment. Ends with the job.
 */
@ApplicationScoped
class JobFeed {

  /** Where another replica works on the job. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final JobDirectory directory;
  private final JobSignals signals;
  private final Pool pool;

  JobFeed(JobDirectory directory, JobSignals signals, Pool pool) {
    this.directory = directory;
    this.signals = signals;
    this.pool = pool;
  }

  /** What was told, and whether that was the end. */
  private record Batch(List<Told> told, boolean last) {}

  /** What is told after that number. */
  Multi<Told> after(EnrollmentId id, long sequence) {
    AtomicLong at = new AtomicLong(sequence);
    return Multi.createBy()
        .repeating()
        .uni(() -> next(id, at))
        .whilst(batch -> !batch.last())
        .onItem()
        .transformToIterable(Batch::told);
  }

  /** What is new, or nothing after a moment. */
  private Uni<Batch> next(EnrollmentId id, AtomicLong at) {
    Uni<Boolean> woken = signals.next(id, MOMENT);
    // The end first: what was told before it is read after it.
    return directory
        .ended(id)
        .chain(
            ended ->
                JobEvents.after(pool, id, at.get())
                    .map(told -> new Batch(told, ended && told.isEmpty())))
        .invoke(
            batch -> {
              if (!batch.told().isEmpty()) {
                at.set(batch.told().getLast().sequence());
              }
            })
        .call(
            batch -> batch.told().isEmpty() && !batch.last() ? woken : Uni.createFrom().voidItem());
  }
}
