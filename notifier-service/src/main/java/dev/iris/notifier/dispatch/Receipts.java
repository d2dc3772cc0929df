package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.outbox.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is written of attempts: their receipts, and what becomes of their deliveries if they were not accepted. */
final class Receipts {

  private static final int MAX_DETAIL = 500;

  /** Parameters 1 to 11; see {@link #values}. */
  static final String INSERT =
      """
      insert into attempt (delivery_id, notification_id, channel_id, number, started_at, duration_ms, outcome, status_code,
        error_code, detail, message_id)
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[], $6::int[], $7::text[], $8::int[],
        $9::text[], $10::text[], $11::uuid[])""";

  private static final String HELD =
      """
      from unnest($1::uuid[], $2::text[], $3::integer[], $4::timestamptz[]) as u (id, owner, attempt, at)
      where d.id = u.id and d.state = 'pending' and d.lease_owner = u.owner and d.attempts = u.attempt""";

  private static final String POSTPONE =
      "update delivery d set next_attempt_at = u.at, lease_owner = null, lease_until = null, error_code = $5 "
          + HELD;

  private static final String FAIL =
      "update delivery d set state = 'failed', finished_at = u.at, lease_owner = null, lease_until = null, error_code = $5 "
          + HELD
          + " returning d.id";

  static final String ACCEPTED = "accepted";
  static final String RETRY = "retry";
  static final String FAILED = "failed";

  private Receipts() {}

  /** What an attempt came to, as the receipt and the metrics call it. */
  static String outcome(SendResult result, boolean givenUp) {
    return switch (result) {
      case SendResult.Accepted accepted -> ACCEPTED;
      case SendResult.Postponed postponed -> givenUp ? FAILED : RETRY;
      case SendResult.Refused refused -> FAILED;
    };
  }

  /** The stable code of what went wrong; null if nothing did. */
  static @Nullable String code(SendResult result) {
    return switch (result) {
      case SendResult.Accepted accepted -> null;
      case SendResult.Postponed postponed -> postponed.code();
      case SendResult.Refused refused -> refused.code();
    };
  }

  static Uni<Void> write(SqlClient sql, List<Attempt> attempts, boolean givenUp) {
    return sql.preparedQuery(INSERT).execute(values(attempts, givenUp)).replaceWithVoid();
  }

  /** Puts deliveries off whose lease is still held; {@code times} has an entry for each of them. */
  static Uni<Void> postpone(
      SqlClient sql, List<Attempt> attempts, List<Instant> times, String code) {
    return sql.preparedQuery(POSTPONE)
        .execute(held(attempts, times).addString(code))
        .replaceWithVoid();
  }

  /**
   * Fails deliveries whose lease is still held.
   *
   * @return their ids
   */
  static Uni<Set<UUID>> fail(SqlClient sql, List<Attempt> attempts, String code) {
    List<Instant> times = attempts.stream().map(Attempt::endedAt).toList();
    return sql.preparedQuery(FAIL)
        .execute(held(attempts, times).addString(code))
        .map(
            rows -> {
              Set<UUID> ids = new HashSet<>();
              rows.forEach(row -> ids.add(row.getUUID("id")));
              return ids;
            });
  }

  private static Tuple held(List<Attempt> attempts, List<Instant> times) {
    Tuple values =
        Columns.of(attempts)
            .ids(attempt -> attempt.delivery().id())
            .texts(attempt -> attempt.delivery().owner())
            .numbers(attempt -> attempt.delivery().attempt())
            .parameters();
    return values.addArrayOfOffsetDateTime(
        times.stream().map(SqlTimes::of).toArray(OffsetDateTime[]::new));
  }

  static Tuple values(List<Attempt> attempts, boolean givenUp) {
    return Columns.of(attempts)
        .ids(attempt -> attempt.delivery().id())
        .ids(attempt -> attempt.delivery().notificationId())
        .texts(attempt -> attempt.delivery().to().channelId())
        .numbers(attempt -> attempt.delivery().attempt())
        .times(Attempt::startedAt)
        .numbers(attempt -> (int) attempt.took().toMillis())
        .texts(attempt -> outcome(attempt.result(), givenUp))
        .numbers(attempt -> attempt.result().status())
        .texts(attempt -> code(attempt.result()))
        .texts(Receipts::detail)
        .ids(Attempt::messageId)
        .parameters();
  }

  private static @Nullable String detail(Attempt attempt) {
    String detail = attempt.result().detail();
    return detail == null ? null : PlainText.line(detail, MAX_DETAIL);
  }
}
