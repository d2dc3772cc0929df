package dev.iris.notifier.receipt;

import dev.iris.notifier.receipt.DeliveryView.AttemptView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads deliveries and receipts, the newest delivery first. */
@ApplicationScoped
class DeliveryLog {

  private static final String SELECT =
      """
      select d.id, d.notification_id, coalesce(n.alert, '(unknown)') as alert, d.state, d.channel_id, d.channel_type, d.recipient,
        d.address, d.fallback_of, d.attempts, d.next_attempt_at, d.error_code, d.created_at, d.finished_at
      from delivery d left join notification n on n.id = d.notification_id
      """;

  private static final String ATTEMPTS =
      """
      select number, started_at, duration_ms, outcome, status_code, error_code, detail, message_id
      from attempt where delivery_id = $1 order by number, id limit 1000""";

  private final Pool pool;

  DeliveryLog(Pool pool) {
    this.pool = pool;
  }

  /** As many as the filter's limit and one more, which tells that there are further ones. */
  Uni<List<DeliveryView>> list(DeliveryFilter filter) {
    StringBuilder where = new StringBuilder("where true");
    Tuple values = Tuple.tuple();
    restrict(where, values, " and d.state = $%d", filter.status());
    restrict(where, values, " and d.channel_id = $%d", filter.channel());
    restrict(where, values, " and d.notification_id = $%d", filter.notification());
    restrict(
        where,
        values,
        " and d.id in (select delivery_id from attempt where message_id = $%d)",
        filter.message());
    restrict(where, values, " and d.created_at >= $%d", time(filter.from()));
    restrict(where, values, " and d.created_at < $%d", time(filter.to()));
    if (filter.after() != null) {
      values.addOffsetDateTime(time(filter.after().createdAt())).addUUID(filter.after().id());
      where.append(
          " and (d.created_at, d.id) < ($%d, $%d)".formatted(values.size() - 1, values.size()));
    }
    values.addInteger(filter.limit() + 1);
    where.append(" order by d.created_at desc, d.id desc limit $%d".formatted(values.size()));
    return pool.preparedQuery(SELECT + where)
        .execute(values)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(DeliveryLog::view).toList());
  }

  Uni<Optional<DeliveryView>> find(UUID id) {
    return pool.preparedQuery(SELECT + "where d.id = $1")
        .execute(Tuple.of(id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(DeliveryLog::view).findFirst());
  }

  Uni<List<AttemptView>> attempts(UUID deliveryId) {
    return pool.preparedQuery(ATTEMPTS)
        .execute(Tuple.of(deliveryId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(DeliveryLog::attempt).toList());
  }

  private static void restrict(
      StringBuilder where, Tuple values, String condition, @Nullable Object value) {
    if (value != null) {
      values.addValue(value);
      where.append(condition.formatted(values.size()));
    }
  }

  private static DeliveryView view(Row row) {
    String status = row.getString("state");
    String address = row.getString("address");
    return new DeliveryView(
        row.getUUID("id"),
        row.getUUID("notification_id"),
        row.getString("alert"),
        status,
        row.getString("channel_id"),
        row.getString("channel_type"),
        row.getString("recipient"),
        address.isEmpty() ? null : address,
        row.getUUID("fallback_of"),
        row.getInteger("attempts"),
        status.equals("pending") ? instant(row, "next_attempt_at") : null,
        row.getString("error_code"),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "finished_at"));
  }

  private static AttemptView attempt(Row row) {
    return new AttemptView(
        row.getInteger("number"),
        row.getOffsetDateTime("started_at").toInstant(),
        row.getInteger("duration_ms"),
        row.getString("outcome"),
        row.getInteger("status_code"),
        row.getString("error_code"),
        row.getString("detail"),
        row.getUUID("message_id"));
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime value = row.getOffsetDateTime(column);
    return value == null ? null : value.toInstant();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
