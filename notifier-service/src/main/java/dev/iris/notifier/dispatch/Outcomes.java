package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.SendResult.Accepted;
import dev.iris.notifier.channel.SendResult.Postponed;
import dev.iris.notifier.channel.SendResult.Refused;
import dev.iris.notifier.rendering.NewsCount;
import dev.iris.notifier.storm.StormReporter.Covered;
import dev.iris.notifier.storm.Storms;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.notifier.throttle.Throttle;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Records what came of attempts: state, receipt and event in one transaction. Only the holder of the lease may postpone or fail
 * a delivery; what was accepted is accepted, whoever holds the lease by now, so that it is not sent once more.
 */
@ApplicationScoped
class Outcomes {

  private final Transactions transactions;
  private final Pool pool;
  private final AcceptedWriter accepted;
  private final FailedWriter failed;
  private final Throttle throttle;
  private final Storms storms;
  private final RetryPolicy retries;

  Outcomes(
      Transactions transactions,
      Pool pool,
      AcceptedWriter accepted,
      FailedWriter failed,
      Throttle throttle,
      Storms storms,
      DispatchConfig config) {
    this.transactions = transactions;
    this.pool = pool;
    this.accepted = accepted;
    this.failed = failed;
    this.throttle = throttle;
    this.storms = storms;
    this.retries = new RetryPolicy(config.retry(), () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Records what came of a message for each delivery that it told.
   *
   * @return what it came to, as receipts call it
   */
  Uni<String> record(Message message, Instant startedAt, Duration took, SendResult result) {
    return switch (message) {
      case Message.Single single -> {
        Attempt attempt = new Attempt(single.delivery(), startedAt, took, result, null);
        yield result instanceof Accepted
            ? accepted.write(attempt).replaceWith(Receipts.ACCEPTED)
            : unaccepted(List.of(attempt), result);
      }
      case Message.Together together -> {
        List<Attempt> attempts =
            together.deliveries().stream()
                .map(one -> new Attempt(one, startedAt, took, result, together.id()))
                .toList();
        yield result instanceof Accepted
            ? told(together, attempts).replaceWith(Receipts.ACCEPTED)
            : unaccepted(attempts, result).call(() -> storms.free(pool, together.storm()));
      }
    };
  }

  private Uni<Void> told(Message.Together message, List<Attempt> attempts) {
    NewsCount news =
        message.covered().stream().map(Covered::news).reduce(NewsCount.NONE, NewsCount::plus);
    return accepted.writeTogether(
        attempts, transaction -> storms.accepted(transaction.sql(), message.storm(), news));
  }

  private Uni<String> unaccepted(List<Attempt> attempts, SendResult result) {
    return switch (result) {
      case Accepted never -> throw new IllegalArgumentException("it was accepted");
      case Refused refused -> failed.write(attempts, refused.code()).replaceWith(Receipts.FAILED);
      case Postponed postponed -> postpone(attempts, postponed);
    };
  }

  private Uni<String> postpone(List<Attempt> attempts, Postponed result) {
    RetryPolicy policy = retries.rolled();
    List<Attempt> again = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    List<Attempt> givenUp = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Leased delivery = attempt.delivery();
      Optional<Instant> next =
          policy.next(delivery.attempt(), delivery.triedAt(), attempt.endedAt(), result);
      next.ifPresent(times::add);
      (next.isPresent() ? again : givenUp).add(attempt);
    }
    return postpone(again, times, result)
        .chain(() -> failed.write(givenUp, result.code()))
        .replaceWith(again.isEmpty() ? Receipts.FAILED : Receipts.RETRY);
  }

  private Uni<Void> postpone(List<Attempt> attempts, List<Instant> times, Postponed result) {
    if (attempts.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return transactions.run(
        transaction ->
            Receipts.postpone(transaction.sql(), attempts, times, result.code())
                .chain(() -> Receipts.write(transaction.sql(), attempts, false))
                .chain(() -> pause(transaction, attempts.getFirst(), result)));
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
}
