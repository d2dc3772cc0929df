package dev.iris.enrollment.enrolling;

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

/** Has jobs removed that ended long ago, with all that they told. Nobody is told of that. */
@ApplicationScoped
class Retention {

  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final long STEP = 200;

  /** Steps, events and whatever else belongs to a job go with it. */
  private static final String JOBS =
      """
      with gone as (
        delete from enrollment where id = any(array(
          select id from enrollment where finished_at < $1 order by finished_at limit $2 for update skip locked))
        returning 1)
      select count(*) as enrollment from gone
      """;

  private final JobsConfig config;
  private final InstantSource clock;

  Retention(JobsConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent started, Pruner pruner) {
    pruner.every(EVERY, pruning());
  }

  Pruning pruning() {
    return new Pruning(
        "enrolment jobs",
        JOBS,
        () -> Tuple.of(clock.instant().minus(config.retention()).atOffset(ZoneOffset.UTC), STEP),
        Map.of("enrollment", "select min(finished_at) from enrollment"));
  }
}
