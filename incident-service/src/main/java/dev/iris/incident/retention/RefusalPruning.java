package dev.iris.incident.retention;

import dev.iris.outbox.Pruning;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/** Removes counts of refused webhooks. */
final class RefusalPruning {

  private static final String STEP =
      """
      with gone as (
        delete from refusal where (hour, source, reason) in (
          select hour, source, reason from refusal where hour < $1 order by hour limit 1000)
        returning 1)
      select count(*) as refusal from gone
      """;

  private static final Map<String, String> OLDEST =
      Map.of("refusal", "select min(hour) from refusal");

  private RefusalPruning() {}

  static Pruning of(RetentionConfig config, Clock clock) {
    return new Pruning(
        "refusals",
        STEP,
        () -> Tuple.of(clock.instant().minus(config.refusals()).atOffset(ZoneOffset.UTC)),
        OLDEST);
  }
}
