package dev.iris.outbox;

import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.UndecodableEventException;
import dev.iris.messaging.redis.NotRetryableException;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Flow.Subscriber;
import java.util.function.BiFunction;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Lets an event have its effects once, however often it arrives, for as long as inbox rows are kept. */
@ApplicationScoped
public class Inbox {

  /** In the order of the ids, at every replica the same, so that batches that share events cannot deadlock. */
  private static final String TAKE =
      """
      insert into inbox (event_id, handler) select id, $2 from unnest($1::uuid[]) as id order by id
      on conflict (event_id, handler) do nothing returning event_id""";

  private static final int CONFLICT_RETRIES = 5;
  private static final Duration CONFLICT_DELAY = Duration.ofMillis(10);

  private final Transactions transactions;
  private final OutboxConfig config;

  Inbox(Transactions transactions, OutboxConfig config) {
    this.transactions = transactions;
    this.config = config;
  }

  /**
   * What a batch of events does, in a transaction that also notes them as taken in.
   *
   * <p>It is handed at least one event, each once and none that was taken in before, in the order in which they arrived. It may be
   * run again, and with a part of the events only; it fails as a whole.
   */
  @FunctionalInterface
  public interface BatchEffects {
    Uni<Void> of(List<Arrival> events, Transaction transaction);
  }

  /**
   * A consumer for a channel, to be returned from its {@code @Incoming} method: what arrives while a transaction runs is taken in
   * with the next one, all of it or nothing, and acknowledged after the commit. One batch at a time, in the order of arrival, so
   * that nothing overtakes anything at this replica.
   *
   * <p>No event pays for another: a batch that fails is taken in again in halves, down to the single event that cannot be, and that
   * one alone is retried and set aside as the channel is configured. While PostgreSQL is away everything goes back to the channel,
   * in its order. What a single statement writes to the database's log or spans is found in the trace of a batch's first event.
   *
   * @param handler a name of the consumer that does not change: two handlers of one service each see the event once
   */
  public Subscriber<Message<String>> inBatches(String handler, BatchEffects effects) {
    return new BatchSubscriber(
        config.inboxBatch(), arrivals -> takeAll(arrivals, handler, effects));
  }

  /**
   * Takes one event in: in one transaction, notes its id and has its effects, or does nothing if it was noted before. A
   * transaction that lost against another one (deadlock) is run again.
   *
   * <p>Fails with {@link dev.iris.messaging.redis.DependencyUnavailableException} if PostgreSQL cannot be reached, with
   * {@link NotRetryableException} if the text is no event that this version knows, else with the failure of the effects.
   *
   * @param json the envelope as it arrived
   * @param handler as above
   */
  public Uni<Void> once(
      String json, String handler, BiFunction<Envelope, Transaction, Uni<Void>> effects) {
    Arrival arrival;
    try {
      arrival = arrival(json, Context.current());
    } catch (NotRetryableException e) {
      return Uni.createFrom().failure(e);
    }
    return takeAll(
        List.of(arrival),
        handler,
        (events, transaction) -> effects.apply(arrival.envelope(), transaction));
  }

  /**
   * What a text says.
   *
   * @throws NotRetryableException if it is no event that this version knows
   */
  static Arrival arrival(String json, Context trace) {
    try {
      return new Arrival(EventJson.read(json), trace);
    } catch (UndecodableEventException e) {
      throw new NotRetryableException("undecodable event", e);
    }
  }

  private Uni<Void> takeAll(List<Arrival> arrivals, String handler, BatchEffects effects) {
    Map<UUID, Arrival> each = new LinkedHashMap<>();
    arrivals.forEach(arrival -> each.putIfAbsent(arrival.envelope().eventId(), arrival));
    return transactions
        .<Void>run(transaction -> take(each, handler, transaction, effects))
        .onFailure(PostgresFailures::isConflict)
        .retry()
        .withBackOff(CONFLICT_DELAY)
        .atMost(CONFLICT_RETRIES);
  }

  private static Uni<Void> take(
      Map<UUID, Arrival> each, String handler, Transaction transaction, BatchEffects effects) {
    return transaction
        .sql()
        .preparedQuery(TAKE)
        .execute(Tuple.of(each.keySet().toArray(UUID[]::new), handler))
        .flatMap(
            rows -> {
              Set<UUID> fresh = new HashSet<>();
              rows.forEach(row -> fresh.add(row.getUUID(0)));
              return fresh.isEmpty()
                  ? Uni.createFrom().voidItem()
                  : effects.of(
                      each.values().stream()
                          .filter(arrival -> fresh.contains(arrival.envelope().eventId()))
                          .toList(),
                      transaction);
            });
  }
}
