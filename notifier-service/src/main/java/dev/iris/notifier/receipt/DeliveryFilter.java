package dev.iris.notifier.receipt;

import dev.iris.web.Cursor;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.Limit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are asked for; null is no restriction.
 *
 * @param message a storm's message that was to tell them
 * @param from the earliest, included
 * @param to the latest, excluded
 * @param after continues behind this one
 */
record DeliveryFilter(
    @Nullable String status,
    @Nullable String channel,
    @Nullable UUID notification,
    @Nullable UUID message,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Position after,
    int limit) {

  private static final Set<String> STATUSES = Set.of("pending", "accepted", "failed");

  /** What PostgreSQL can hold, with room to spare. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** A place in the list. */
  record Position(Instant createdAt, UUID id) {

    String cursor() {
      return Cursor.encode(createdAt.toString(), id.toString());
    }

    static Position of(String cursor) {
      List<String> parts = Cursor.decode(cursor, 2);
      return new Position(
          Cursor.parse(parts.get(0), text -> bounded(Instant.parse(text))),
          Cursor.parse(parts.get(1), UUID::fromString));
    }
  }

  /** The filter that query parameters ask for; throws 400 with each one at fault. */
  static DeliveryFilter of(DeliveryQuery query) {
    List<FieldFault> faults = new ArrayList<>();
    String status = query.status;
    if (status != null && !STATUSES.contains(status)) {
      faults.add(new FieldFault("status", "must be pending, accepted or failed"));
    }
    String channel = query.channel;
    if (channel != null && channel.indexOf('\0') >= 0) {
      faults.add(new FieldFault("channel", "must not hold NUL"));
    }
    UUID notification =
        parse("notification", query.notification, UUID::fromString, "must be a UUID", faults);
    UUID message = parse("message", query.message, UUID::fromString, "must be a UUID", faults);
    Instant from =
        parse("from", query.from, DeliveryFilter::instant, "must be an RFC 3339 time", faults);
    Instant to = parse("to", query.to, DeliveryFilter::instant, "must be an RFC 3339 time", faults);
    if (!faults.isEmpty()) {
      throw IrisProblem.badRequest(faults);
    }
    Position after = query.cursor == null ? null : Position.of(query.cursor);
    return new DeliveryFilter(
        status, channel, notification, message, from, to, after, Limit.parse(query.limit));
  }

  private static Instant instant(String text) {
    return bounded(OffsetDateTime.parse(text).toInstant());
  }

  private static Instant bounded(Instant instant) {
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new DateTimeException("out of bounds");
    }
    return instant;
  }

  private static <T> @Nullable T parse(
      String field,
      @Nullable String text,
      Function<String, T> parser,
      String message,
      List<FieldFault> faults) {
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException e) {
      faults.add(new FieldFault(field, message));
      return null;
    }
  }
}
