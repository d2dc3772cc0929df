package dev.iris.enrollment.enrolling;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Follows a job: whoever does is woken up when something is told at this replica. */
@ApplicationScoped
class JobFeed {

  private final JobDirectory directory;
  private final JobSignals signals;
  private final Pool pool;

  JobFeed(JobDirectory directory, JobSignals signals, Pool pool) {
    this.directory = directory;
    this.signals = signals;
    this.pool = pool;
  }

  /** What is told after that number. */
  Multi<Told> after(EnrollmentId id, long sequence) {
    return EventFeed.after(
        sequence,
        new EventFeed.Source() {
          @Override
          public Uni<Boolean> ended() {
            return directory.ended(id);
          }

          @Override
          public Uni<List<Told>> after(long number) {
            return JobEvents.after(pool, id, number);
          }

          @Override
          public Uni<Boolean> woken(Duration most) {
            return signals.next(id, most);
          }
        });
  }
}
