package dev.iris.notifier.dispatch;

import dev.iris.events.Ids;
import dev.iris.notifier.rendering.NewsCount;
import dev.iris.notifier.storm.Place;
import dev.iris.notifier.storm.Storm;
import dev.iris.notifier.storm.StormReporter.Covered;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Leases due deliveries to this replica. A lease that is not followed by an outcome runs out, and then any replica may take the
 * delivery: that is how work of a killed process goes on.
 */
@ApplicationScoped
class Leases {

  /** The most deliveries that one message tells; what is beyond goes with the next one. */
  private static final int MAX_TOGETHER = 10_000;

  /** As many links as a span keeps. */
  private static final int MAX_LINKS = 128;

  private static final String DUE =
      "d.state = 'pending' and d.next_attempt_at <= $4 and (d.lease_until is null or d.lease_until <= $4)";

  private static final String TAKE =
      """
      update delivery d set lease_owner = $2, lease_until = $3, attempts = d.attempts + 1, tried_at = coalesce(d.tried_at, $4)
      from due, notification n
      where d.id = due.id and n.id = d.notification_id
      returning d.id, d.notification_id, d.channel_id, d.address, d.attempts, d.tried_at, n.traceparent""";

  private static final String ANY =
      "with due as materialized (select d.id from delivery d where d.channel_id = $1 and "
          + DUE
          + " order by d.next_attempt_at limit $5 for update skip locked) "
          + TAKE
          + ", n.content";

  private static final String AT_PLACES =
      """
      with due as materialized (
        select d.id from unnest($6::text[], $7::text[]) as p (address, audience_id)
        join delivery d on d.channel_id = $1 and d.address = p.address and d.audience_id = p.audience_id and\s"""
          + DUE
          + " order by d.next_attempt_at limit $5 for update of d skip locked) "
          + TAKE
          + ", n.content";

  private static final String TOGETHER =
      "with due as materialized (select d.id from delivery d where d.channel_id = $1 and d.address = $6 and d.audience_id = $7 and "
          + DUE
          + " order by d.created_at limit $5 for update skip locked) "
          + TAKE
          + ", n.gravity, n.news";

  private final String owner;
  private final DispatchConfig config;

  Leases(DispatchConfig config, @ConfigProperty(name = "iris.instance") String instance) {
    this.config = config;
    // A restarted replica is another owner: it knows nothing of what it was sending before.
    this.owner = instance + "/" + UUID.randomUUID();
  }

  /** Until when a lease lasts that begins now. */
  Instant until(Instant now) {
    return now.plus(config.lease());
  }

  /** Of whatever is due at a channel. */
  Uni<List<Message>> any(SqlClient sql, String channelId, int count, Instant now) {
    return sql.preparedQuery(ANY).execute(values(channelId, count, now)).map(this::singles);
  }

  /** Of what is due at these places. */
  Uni<List<Message>> at(
      SqlClient sql, String channelId, List<Place> places, int count, Instant now) {
    if (places.isEmpty() || count <= 0) {
      return Uni.createFrom().item(List.of());
    }
    Tuple values =
        values(channelId, count, now)
            .addArrayOfString(texts(places, Place::address))
            .addArrayOfString(texts(places, Place::audienceId));
    return sql.preparedQuery(AT_PLACES).execute(values).map(this::singles);
  }

  /** Of all that is due where there are storms: one message for each of them. */
  Uni<List<Message>> together(SqlClient sql, List<Storm> storms, Instant now) {
    return Multi.createFrom()
        .iterable(storms)
        .onItem()
        .transformToUniAndConcatenate(storm -> together(sql, storm, now))
        .collect()
        .asList()
        .map(found -> found.stream().flatMap(Optional::stream).toList());
  }

  private Uni<Optional<Message>> together(SqlClient sql, Storm storm, Instant now) {
    Place place = storm.place();
    Tuple values =
        values(place.channelId(), MAX_TOGETHER, now)
            .addString(place.address())
            .addString(place.audienceId());
    return sql.preparedQuery(TOGETHER).execute(values).map(rows -> message(storm, rows));
  }

  private Optional<Message> message(Storm storm, RowSet<Row> rows) {
    List<Leased> deliveries = new ArrayList<>();
    List<Covered> covered = new ArrayList<>();
    List<String> traceparents = new ArrayList<>();
    for (Row row : rows) {
      deliveries.add(leased(row));
      covered.add(
          new Covered(
              row.getUUID("notification_id"),
              row.getInteger("gravity"),
              NewsCount.ofJson(row.getString("news"))));
      if (row.getString("traceparent") != null && traceparents.size() < MAX_LINKS) {
        traceparents.add(row.getString("traceparent"));
      }
    }
    return deliveries.isEmpty()
        ? Optional.empty()
        : Optional.of(new Message.Together(Ids.next(), storm, deliveries, covered, traceparents));
  }

  private Tuple values(String channelId, int count, Instant now) {
    OffsetDateTime until = SqlTimes.of(until(now));
    return Tuple.of(channelId, owner, until, SqlTimes.of(now), count);
  }

  private List<Message> singles(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .<Message>map(
            row ->
                new Message.Single(
                    leased(row), row.getString("content"), row.getString("traceparent")))
        .toList();
  }

  private Leased leased(Row row) {
    return new Leased(
        row.getUUID("id"),
        row.getUUID("notification_id"),
        new Destination(row.getString("channel_id"), row.getString("address")),
        owner,
        row.getInteger("attempts"),
        row.getOffsetDateTime("tried_at").toInstant());
  }

  private static String[] texts(List<Place> places, Function<Place, String> text) {
    return places.stream().map(text).toArray(String[]::new);
  }
}
