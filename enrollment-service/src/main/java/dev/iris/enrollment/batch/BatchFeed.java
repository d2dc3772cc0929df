package dev.iris.enrollment.batch;

import dev.iris.enrollment.enrolling.EventFeed;
import dev.iris.enrollment.enrolling.Told;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Follows a batch. A step tells of many hosts at once, so to look now and then is soon enough. */
@ApplicationScoped
class BatchFeed {

  private final BatchDirectory directory;
  private final Pool pool;

  BatchFeed(BatchDirectory directory, Pool pool) {
    this.directory = directory;
    this.pool = pool;
  }

  /** What is told after that number. */
  Multi<Told> after(BatchId id, long sequence) {
    return EventFeed.after(
        sequence,
        new EventFeed.Source() {
          @Override
          public Uni<Boolean> ended() {
            return directory.ended(id);
          }

          @Override
          public Uni<List<Told>> after(long number) {
            return BatchEvents.after(pool, id, number);
          }

          @Override
          public Uni<Boolean> woken(Duration most) {
            return Uni.createFrom().item(false).onItem().delayIt().by(most);
          }
        });
  }
}
