package dev.iris.outbox;

import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.UndecodableEventException;
import dev.iris.messaging.redis.NotRetryableException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.BiFunction;

/** Lets an event have its effects once, however often it arrives, for as long as inbox rows are kept. */
@ApplicationScoped
public class Inbox {

  private static final String TAKE =
      "insert into inbox (event_id, handler) values ($1, $2) on conflict (event_id, handler) do nothing";
  private static final int CONFLICT_RETRIES = 5;
  private static final Duration CONFLICT_DELAY = Duration.ofMillis(10);

  private final Transactions transactions;

  Inbox(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Takes an event in: in one transaction, notes its id and has its effects, or does nothing if it was noted before. A
   * transaction that lost against another one (deadlock) is run again.
   *
   * <p>Fails with {@link dev.iris.messaging.redis.DependencyUnavailableException} if PostgreSQL cannot be reached, with
   * {@link NotRetryableException} if the text is no event that this version knows, else with the failure of the effects.
   *
   * @param json the envelope as it arrived
   * @param handler a name of the consumer that does not change: two handlers of one service each see the event once
   */
  public Uni<Void> once(
      String json, String handler, BiFunction<Envelope, Transaction, Uni<Void>> effects) {
    Envelope envelope;
    try {
      envelope = EventJson.read(json);
    } catch (UndecodableEventException e) {
      return Uni.createFrom().failure(new NotRetryableException("undecodable event", e));
    }
    return transactions
        .<Void>run(transaction -> take(envelope, handler, transaction, effects))
        .onFailure(PostgresFailures::isConflict)
        .retry()
        .withBackOff(CONFLICT_DELAY)
        .atMost(CONFLICT_RETRIES);
  }

  private static Uni<Void> take(
      Envelope envelope,
      String handler,
      Transaction transaction,
      BiFunction<Envelope, Transaction, Uni<Void>> effects) {
    return transaction
        .sql()
        .preparedQuery(TAKE)
        .execute(Tuple.of(envelope.eventId(), handler))
        .flatMap(
            rows ->
                rows.rowCount() == 0
                    ? Uni.createFrom().voidItem()
                    : effects.apply(envelope, transaction));
  }
}
