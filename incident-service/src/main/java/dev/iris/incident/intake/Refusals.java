package dev.iris.incident.intake;

import dev.iris.outbox.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Counts webhooks that were refused: at once in a metric, and by the hour in a row that survives a restart. */
@ApplicationScoped
class Refusals {

  private static final Logger LOG = Logger.getLogger(Refusals.class);

  private static final String COUNT =
      """
      insert into refusal (source, reason, hour, requests) values ($1, $2, $3, 1)
      on conflict (hour, source, reason) do update set requests = refusal.requests + 1
      """;

  private final Transactions transactions;
  private final MeterRegistry metrics;
  private final Clock clock;

  Refusals(Transactions transactions, MeterRegistry metrics, Clock clock) {
    this.transactions = transactions;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Counts one. Never fails: that the count cannot be stored does not change the answer. */
  Uni<Void> count(String source, Refusal refusal) {
    metrics.counter("iris.webhooks.refused", "reason", refusal.code()).increment();
    LOG.warnf("webhook refused source=%s errorCode=%s", source, refusal.code());
    Tuple parameters =
        Tuple.of(
            source,
            refusal.code(),
            clock.instant().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC));
    return transactions
        .run(transaction -> transaction.sql().preparedQuery(COUNT).execute(parameters))
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf("a refusal was not stored: %s", failure.getClass().getSimpleName());
              return Uni.createFrom().voidItem();
            });
  }
}
