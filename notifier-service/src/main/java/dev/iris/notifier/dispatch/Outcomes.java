package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.EventJson;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.channel.SendResult.Accepted;
import dev.iris.notifier.channel.SendResult.Postponed;
import dev.iris.notifier.channel.SendResult.Refused;
import dev.iris.notifier.dispatch.DeliveryPlanner.FallOver;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.notifier.throttle.Throttle;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Records what came of attempts: state, receipt and event in one transaction. Only the holder of the lease may postpone or fail
 * a delivery; what was accepted is accepted, whoever holds the lease by now, so that it is not sent once more.
 */
@ApplicationScoped
class Outcomes {

  private static final String POSTPONE =
      """
      update delivery set next_attempt_at = $4, lease_owner = null, lease_until = null, error_code = $5
      where id = $1 and state = 'pending' and lease_owner = $2 and attempts = $3""";

  private static final String FAIL =
      """
      update delivery set state = 'failed', finished_at = $4, lease_owner = null, lease_until = null, error_code = $5
      where id = $1 and state = 'pending' and lease_owner = $2 and attempts = $3""";

  /** Two deliveries of one notification that fail at once must not both fall over to the same place. */
  private static final String LOCK = "select id from notification where id = $1 for update";

  private static final String KNOWN =
      "select channel_id, address, state from delivery where notification_id = $1";

  private final Transactions transactions;
  private final AcceptedWriter accepted;
  private final ChannelDirectory channels;
  private final DeliveryPlanner planner;
  private final DeliveryBook book;
  private final Throttle throttle;
  private final RetryPolicy retries;

  Outcomes(
      Transactions transactions,
      AcceptedWriter accepted,
      ChannelDirectory channels,
      DeliveryPlanner planner,
      DeliveryBook book,
      Throttle throttle,
      DispatchConfig config) {
    this.transactions = transactions;
    this.accepted = accepted;
    this.channels = channels;
    this.planner = planner;
    this.book = book;
    this.throttle = throttle;
    this.retries = new RetryPolicy(config.retry(), () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Records an attempt.
   *
   * @return what it came to, as receipts call it
   */
  Uni<String> record(Attempt attempt) {
    return switch (attempt.result()) {
      case Accepted result -> accepted.write(attempt).replaceWith(Receipts.ACCEPTED);
      case Postponed result -> {
        Optional<Instant> next =
            retries.next(
                attempt.delivery().attempt(),
                attempt.delivery().triedAt(),
                attempt.endedAt(),
                result);
        yield next.isPresent()
            ? postpone(attempt, result, next.get()).replaceWith(Receipts.RETRY)
            : fail(attempt, result.code()).replaceWith(Receipts.FAILED);
      }
      case Refused result -> fail(attempt, result.code()).replaceWith(Receipts.FAILED);
    };
  }

  private Uni<Void> postpone(Attempt attempt, Postponed result, Instant next) {
    return transactions.run(
        transaction ->
            close(transaction, POSTPONE, attempt, next, result.code())
                .chain(held -> Receipts.write(transaction.sql(), attempt, false))
                .chain(() -> pause(transaction, attempt, result)));
  }

  /** A Retry-After is meant for all who use the address, not only for the message that happened to meet it. */
  private Uni<Void> pause(Transaction transaction, Attempt attempt, Postponed result) {
    return result.notBefore().isEmpty()
        ? Uni.createFrom().voidItem()
        : throttle.block(
            transaction.sql(),
            attempt.delivery().to().channelId(),
            RateLimit.UNLIMITED,
            attempt.endedAt(),
            result.notBefore().get());
  }

  private Uni<Void> fail(Attempt attempt, String code) {
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(LOCK)
                .execute(Tuple.of(attempt.delivery().notificationId()))
                .chain(() -> close(transaction, FAIL, attempt, attempt.endedAt(), code))
                .call(held -> Receipts.write(transaction.sql(), attempt, true))
                .chain(
                    held ->
                        held ? fallOver(transaction, attempt, code) : Uni.createFrom().voidItem()));
  }

  private Uni<Boolean> close(
      Transaction transaction, String sql, Attempt attempt, Instant at, String code) {
    Leased delivery = attempt.delivery();
    return transaction
        .sql()
        .preparedQuery(sql)
        .execute(
            Tuple.of(delivery.id(), delivery.owner(), delivery.attempt(), SqlTimes.of(at), code))
        .map(rows -> rows.rowCount() == 1);
  }

  private Uni<Void> fallOver(Transaction transaction, Attempt attempt, String code) {
    Leased delivery = attempt.delivery();
    Audience audience =
        ((NotificationRequested) EventJson.read(delivery.content()).event()).audience();
    return Uni.combine()
        .all()
        .unis(known(transaction, delivery), channels.enabled(transaction.sql()))
        .asTuple()
        .map(
            both ->
                planner.fallOver(
                    audience, both.getItem2(), delivery.to(), delivery.id(), both.getItem1()))
        .chain(next -> announce(transaction, attempt, code, next));
  }

  private Uni<Void> announce(Transaction transaction, Attempt attempt, String code, FallOver next) {
    Leased delivery = attempt.delivery();
    Instant now = attempt.endedAt();
    DeliveryFailed failed =
        new DeliveryFailed(
            delivery.id(),
            delivery.notificationId(),
            delivery.attempt(),
            code,
            next.exhausted(),
            now);
    return book.addMore(transaction, delivery.notificationId(), next.deliveries(), now)
        .chain(() -> transaction.publish(failed, delivery.attempt()));
  }

  private static Uni<Map<Destination, DeliveryState>> known(
      Transaction transaction, Leased delivery) {
    return transaction
        .sql()
        .preparedQuery(KNOWN)
        .execute(Tuple.of(delivery.notificationId()))
        .map(Outcomes::states);
  }

  private static Map<Destination, DeliveryState> states(RowSet<Row> rows) {
    Map<Destination, DeliveryState> states = new HashMap<>();
    for (Row row : rows) {
      states.put(
          new Destination(row.getString("channel_id"), row.getString("address")),
          DeliveryState.of(row.getString("state")));
    }
    return states;
  }
}
