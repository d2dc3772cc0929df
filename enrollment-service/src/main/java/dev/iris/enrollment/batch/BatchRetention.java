package dev.iris.enrollment.batch;

import dev.iris.outbox.Pruner;
import dev.iris.outbox.Pruning;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;

/** Removes batches that ended long ago. Their jobs have a time of their own. */
@ApplicationScoped
class BatchRetention {

  private static final Duration EVERY = Duration.ofHours(1);

  /** Each may have thousands of hosts. */
  private static final int STEP = 2;

  private static final String BATCHES =
      """
      with gone as (
        delete from batch where id = any(array(
          select id from batch where finished_at < $1 order by finished_at limit $2 for update skip locked))
        returning 1)
      select count(*) as batch from gone""";

  void start(
      @Observes StartupEvent start, Pruner pruner, BatchesConfig config, InstantSource clock) {
    pruner.every(
        EVERY,
        new Pruning(
            "batches",
            BATCHES,
            () ->
                Tuple.of(clock.instant().minus(config.retention()).atOffset(ZoneOffset.UTC), STEP),
            Map.of("batch", "select min(finished_at) from batch")));
  }
}
