package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.EventJson;
import dev.iris.notifier.channel.Channel;
import dev.iris.notifier.channel.ChannelDirectory;
import dev.iris.notifier.dispatch.DeliveryBook.Addition;
import dev.iris.notifier.dispatch.DeliveryPlanner.FallOver;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Records deliveries that failed for good, and whom they fall over to, in the same transaction. */
@ApplicationScoped
class FailedWriter {

  /** A storm may fail for thousands: in steps, so that each transaction is short. */
  private static final int STEP = 256;

  /** Two deliveries of one notification that fail at once must not both fall over to the same place. */
  private static final String LOCK =
      "select id, content from notification where id = any($1) order by id for update";

  private static final String KNOWN =
      "select notification_id, channel_id, address, state from delivery where notification_id = any($1)";

  private final Transactions transactions;
  private final ChannelDirectory channels;
  private final DeliveryPlanner planner;
  private final DeliveryBook book;

  FailedWriter(
      Transactions transactions,
      ChannelDirectory channels,
      DeliveryPlanner planner,
      DeliveryBook book) {
    this.transactions = transactions;
    this.channels = channels;
    this.planner = planner;
    this.book = book;
  }

  /** What fall-over has to know of the notifications whose deliveries failed. */
  private record Known(
      Map<UUID, Notice> contents,
      Map<UUID, Map<Destination, DeliveryState>> states,
      List<Channel> channels) {}

  /**
   * Records attempts that were the last ones of their deliveries.
   *
   * @param attempts of different notifications
   * @param code why
   */
  Uni<Void> write(List<Attempt> attempts, String code) {
    return Multi.createFrom()
        .iterable(steps(attempts))
        .onItem()
        .transformToUniAndConcatenate(
            step -> transactions.run(transaction -> write(transaction, step, code)))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> write(Transaction transaction, List<Attempt> attempts, String code) {
    SqlConnection sql = transaction.sql();
    Tuple ids =
        Tuple.tuple()
            .addArrayOfUUID(
                attempts.stream()
                    .map(attempt -> attempt.delivery().notificationId())
                    .toArray(UUID[]::new));
    return sql.preparedQuery(LOCK)
        .execute(ids)
        .map(FailedWriter::contents)
        .chain(
            contents ->
                Receipts.fail(sql, attempts, code)
                    .call(() -> Receipts.write(sql, attempts, true))
                    .chain(held -> fallOver(transaction, held(attempts, held), contents, code)));
  }

  private Uni<Void> fallOver(
      Transaction transaction, List<Attempt> attempts, Map<UUID, Notice> contents, String code) {
    if (attempts.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple ids = Tuple.tuple().addArrayOfUUID(contents.keySet().toArray(UUID[]::new));
    return transaction
        .sql()
        .preparedQuery(KNOWN)
        .execute(ids)
        .map(FailedWriter::states)
        .chain(
            states ->
                channels
                    .enabled(transaction.sql())
                    .map(enabled -> new Known(contents, states, enabled)))
        .chain(known -> announce(transaction, attempts, known, code));
  }

  private Uni<Void> announce(
      Transaction transaction, List<Attempt> attempts, Known known, String code) {
    List<Addition> additions = new ArrayList<>();
    List<SequencedEvent> failures = new ArrayList<>();
    Instant now = attempts.getFirst().endedAt();
    for (Attempt attempt : attempts) {
      Leased delivery = attempt.delivery();
      Notice content = known.contents().get(delivery.notificationId());
      if (content == null) {
        continue;
      }
      FallOver next =
          planner.fallOver(
              content.audience(),
              known.channels(),
              delivery.to(),
              delivery.id(),
              known.states().getOrDefault(delivery.notificationId(), Map.of()));
      additions.add(new Addition(content, next.deliveries()));
      DeliveryFailed failed =
          new DeliveryFailed(
              delivery.id(),
              delivery.notificationId(),
              delivery.attempt(),
              code,
              next.exhausted(),
              attempt.endedAt());
      failures.add(new SequencedEvent(failed, delivery.attempt()));
    }
    return book.addMore(transaction, additions, now).chain(() -> transaction.publish(failures));
  }

  private static List<Attempt> held(List<Attempt> attempts, Set<UUID> held) {
    return attempts.stream().filter(attempt -> held.contains(attempt.delivery().id())).toList();
  }

  private static List<List<Attempt>> steps(List<Attempt> attempts) {
    List<List<Attempt>> steps = new ArrayList<>();
    for (int from = 0; from < attempts.size(); from += STEP) {
      steps.add(attempts.subList(from, Math.min(attempts.size(), from + STEP)));
    }
    return steps;
  }

  private static Map<UUID, Notice> contents(RowSet<Row> rows) {
    Map<UUID, Notice> contents = new HashMap<>();
    for (Row row : rows) {
      contents.put(
          row.getUUID("id"), Notice.of(EventJson.read(row.getString("content"))).orElseThrow());
    }
    return contents;
  }

  private static Map<UUID, Map<Destination, DeliveryState>> states(RowSet<Row> rows) {
    Map<UUID, Map<Destination, DeliveryState>> states = new HashMap<>();
    for (Row row : rows) {
      states
          .computeIfAbsent(row.getUUID("notification_id"), id -> new HashMap<>())
          .put(
              new Destination(row.getString("channel_id"), row.getString("address")),
              DeliveryState.of(row.getString("state")));
    }
    return states;
  }
}
