package dev.iris.outbox;

import dev.iris.events.EventJson;
import dev.iris.events.Ids;
import dev.iris.events.UndecodableEventException;
import dev.iris.messaging.redis.DeadLetter;
import dev.iris.messaging.redis.DeadLetterSink;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries that this service could not handle, each once, until somebody replays them: given back to their stream
 * through the outbox, with the same event id, so that whoever did handle them ignores the repeat.
 */
@ApplicationScoped
@Default
@Identifier("poison-table")
class PoisonTable implements DeadLetterSink {

  private static final String PAYLOAD = "payload";
  private static final int MAX_REASON = 4_000;

  private static final String ADD =
      """
      insert into poison (id, stream, consumer_group, entry_id, consumer, deliveries, reason, exception_class, payload, fields)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (stream, consumer_group, entry_id) do nothing""";
  private static final String COLUMNS =
      """
      id, stream, consumer_group, entry_id, consumer, deliveries, reason, exception_class, fields ->> 'traceparent', payload,
      failed_at, replayed_at""";
  private static final String LIST =
      "select "
          + COLUMNS
          + " from poison where $1::uuid is null or id < $1 order by id desc limit $2";
  private static final String MARK =
      "update poison set replayed_at = clock_timestamp() where id = $1 and payload is not null returning "
          + COLUMNS;

  /** The event may be one of this service's own, and still be in its outbox. */
  private static final String QUEUE =
      """
      insert into outbox (event_id, stream, payload, traceparent) values ($1, $2, $3, $4)
      on conflict (event_id) do update set published_at = null, queued_at = clock_timestamp()""";

  private final Pool pool;
  private final RelaySignal relay;

  PoisonTable(Pool pool, RelaySignal relay) {
    this.pool = pool;
    this.relay = relay;
  }

  @Override
  public Uni<Void> deadLetter(DeadLetter letter) {
    Map<String, Object> others = new TreeMap<>(letter.fields());
    others.remove(PAYLOAD);
    Tuple row =
        Tuple.tuple()
            .addUUID(Ids.next())
            .addString(letter.stream())
            .addString(letter.group())
            .addString(letter.entryId())
            .addString(letter.consumer())
            .addLong(letter.deliveries())
            .addString(
                storable(
                    letter.reason().substring(0, Math.min(letter.reason().length(), MAX_REASON))))
            .addString(letter.exceptionClass())
            .addString(storable(letter.fields().get(PAYLOAD)))
            .addJsonObject(new JsonObject(others));
    return pool.preparedQuery(ADD).execute(row).replaceWithVoid();
  }

  /** PostgreSQL refuses NUL in a text, and an entry that cannot be set aside would come back for ever. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  /** The newest first, at most {@code limit}, older than the one given. */
  Uni<List<PoisonEntry>> list(@Nullable UUID olderThan, int limit) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.tuple().addUUID(olderThan).addInteger(limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(PoisonTable::entry).toList());
  }

  /** Gives an entry back to its stream and notes it; empty if there is none of this id, or none with a payload. */
  Uni<Optional<PoisonEntry>> replay(UUID id) {
    return pool.withTransaction(
            sql ->
                sql.preparedQuery(MARK)
                    .execute(Tuple.of(id))
                    .flatMap(
                        rows -> {
                          for (Row row : rows) {
                            return queue(sql, entry(row));
                          }
                          return Uni.createFrom().item(Optional.<PoisonEntry>empty());
                        }))
        .invoke(relay::signal);
  }

  private static Uni<Optional<PoisonEntry>> queue(SqlConnection sql, PoisonEntry entry) {
    String payload = Objects.requireNonNull(entry.payload());
    Tuple row = Tuple.of(eventId(payload), entry.stream(), payload, entry.traceparent());
    return sql.preparedQuery(QUEUE).execute(row).replaceWith(Optional.of(entry));
  }

  /** What cannot be decoded has no id that we know; it travels as it is. */
  private static UUID eventId(String payload) {
    try {
      return EventJson.read(payload).eventId();
    } catch (UndecodableEventException e) {
      return Ids.next();
    }
  }

  private static PoisonEntry entry(Row row) {
    OffsetDateTime replayedAt = row.getOffsetDateTime(11);
    return new PoisonEntry(
        row.getUUID(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getOffsetDateTime(10).toInstant(),
        replayedAt == null ? null : replayedAt.toInstant());
  }
}
