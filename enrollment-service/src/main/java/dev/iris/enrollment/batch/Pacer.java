package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.BatchStep.Left;
import dev.iris.enrollment.enrolling.BatchJobEnded;
import dev.iris.enrollment.enrolling.BatchedJobs;
import dev.iris.outbox.Background;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps batches going: when one is asked for, when one of its jobs ended, and by a sweep, which finds those of replicas that died.
 * Replicas take turns by the batch's row.
 */
@ApplicationScoped
class Pacer {

  private static final Logger LOG = Logger.getLogger(Pacer.class);
  private static final String RUNNING =
      "select id from batch where state = 'running' order by created_at";

  /** Jobs that end together are taken together. */
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final BatchStep step;
  private final BatchedJobs jobs;
  private final Pool pool;
  private final Background background;
  private final BatchesConfig config;
  private final AtomicBoolean called = new AtomicBoolean();

  Pacer(BatchStep step, BatchedJobs jobs, Pool pool, Background background, BatchesConfig config) {
    this.step = step;
    this.jobs = jobs;
    this.pool = pool;
    this.background = background;
    this.config = config;
  }

  void start(@Observes StartupEvent start) {
    background.every(config.sweep(), "looking after batches", this::sweep);
  }

  void jobEnded(@Observes BatchJobEnded ended) {
    signal();
  }

  /** There may be something to do. Cheap, from any thread. */
  void signal() {
    if (called.compareAndSet(false, true)) {
      background.runAfter(
          MOMENT,
          () -> {
            called.set(false);
            sweep()
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("the sweep will see to it: %s", failure));
          });
    }
  }

  /** Takes all batches as far as they come now. */
  Uni<Void> sweep() {
    return pool.query(RUNNING)
        .execute()
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .onItem()
        .transformToUniAndConcatenate(row -> pace(new BatchId(row.getUUID(0))).replaceWith(true))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  /** One that cannot go on must not keep the others. */
  private Uni<Void> pace(BatchId id) {
    return Uni.createFrom()
        .deferred(() -> step.run(id).call(this::finish))
        .repeat()
        .whilst(Left::again)
        .collect()
        .last()
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf(failure, "batch %s waits for the next sweep", id);
              return Uni.createFrom().voidItem();
            });
  }

  private Uni<Void> finish(Left left) {
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom()
                .iterable(left.toCancel())
                .onItem()
                .transformToUniAndConcatenate(job -> jobs.cancel(job).replaceWith(true)),
            Multi.createFrom()
                .iterable(left.decided())
                .onItem()
                .transformToUniAndConcatenate(
                    one ->
                        jobs.decide(one.job(), one.fingerprint(), one.approved(), one.by())
                            .replaceWith(true)))
        .collect()
        .asList()
        .replaceWithVoid();
  }
}
