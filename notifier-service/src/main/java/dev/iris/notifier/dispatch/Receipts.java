package dev.iris.notifier.dispatch;

import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.rendering.PlainText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Receipts of attempts. */
final class Receipts {

  private static final int MAX_DETAIL = 500;

  /** Parameters 1 to 10; see {@link #values}. */
  static final String INSERT =
      """
      insert into attempt (delivery_id, notification_id, channel_id, number, started_at, duration_ms, outcome, status_code,
        error_code, detail)
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[], $6::int[], $7::text[], $8::int[],
        $9::text[], $10::text[])""";

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

  static Uni<Void> write(SqlClient sql, Attempt attempt, boolean givenUp) {
    return sql.preparedQuery(INSERT).execute(values(List.of(attempt), givenUp)).replaceWithVoid();
  }

  static Tuple values(List<Attempt> attempts, boolean givenUp) {
    return Tuple.tuple()
        .addArrayOfUUID(all(attempts, attempt -> attempt.delivery().id(), UUID[]::new))
        .addArrayOfUUID(all(attempts, attempt -> attempt.delivery().notificationId(), UUID[]::new))
        .addArrayOfString(
            all(attempts, attempt -> attempt.delivery().to().channelId(), String[]::new))
        .addArrayOfInteger(all(attempts, attempt -> attempt.delivery().attempt(), Integer[]::new))
        .addArrayOfOffsetDateTime(
            all(attempts, attempt -> SqlTimes.of(attempt.startedAt()), OffsetDateTime[]::new))
        .addArrayOfInteger(
            all(attempts, attempt -> (int) attempt.took().toMillis(), Integer[]::new))
        .addArrayOfString(
            all(attempts, attempt -> outcome(attempt.result(), givenUp), String[]::new))
        .addArrayOfInteger(all(attempts, attempt -> attempt.result().status(), Integer[]::new))
        .addArrayOfString(all(attempts, attempt -> code(attempt.result()), String[]::new))
        .addArrayOfString(all(attempts, Receipts::detail, String[]::new));
  }

  private static @Nullable String detail(Attempt attempt) {
    String detail = attempt.result().detail();
    return detail == null ? null : PlainText.line(detail, MAX_DETAIL);
  }

  @SuppressWarnings("NullAway") // an array that becomes a column may hold nulls
  private static <T> T[] all(List<Attempt> attempts, Cell<T> cell, IntFunction<T[]> array) {
    return attempts.stream().map(cell::of).toArray(array);
  }

  /** One column's value of a row. */
  private interface Cell<T> {
    @Nullable T of(Attempt attempt);
  }
}
