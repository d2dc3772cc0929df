package dev.iris.notifier.audit;

import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveryDiscrepancy;
import dev.iris.outbox.Background;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Compares what was planned with the rows that are there, and outcomes with receipts, and publishes what does not add up. Every
 * replica ticks; the row of the last audit is locked by the one that audits, so the others pass.
 */
@ApplicationScoped
class DeliveryAuditor {

  private static final Logger LOG = Logger.getLogger(DeliveryAuditor.class);

  private static final String TURN =
      """
      select sequence, result, published_at from delivery_audit where id = 1 and audited_at <= $1 for update skip locked""";

  private static final String DISCREPANCIES =
      """
      with receipts as (
        select delivery_id, bool_or(outcome = 'accepted') as accepted, bool_or(outcome = 'failed') as failed
        from attempt where started_at > $1 group by delivery_id),
      rows as (
        select d.notification_id, count(*) as there,
          count(*) filter (where d.state = 'accepted' and not coalesce(r.accepted, false)) as unproven,
          count(*) filter (where d.state = 'failed' and not coalesce(r.failed, false)) as unfailed,
          count(*) filter (where d.state = 'pending' and coalesce(r.accepted, false)) as undone
        from delivery d left join receipts r on r.delivery_id = d.id where d.created_at > $1 group by d.notification_id)
      select n.id, n.alert, n.planned, coalesce(r.there, 0) as there, coalesce(r.unproven, 0) as unproven,
        coalesce(r.unfailed, 0) as unfailed, coalesce(r.undone, 0) as undone
      from notification n left join rows r on r.notification_id = n.id
      where n.created_at > $1 and (n.planned <> coalesce(r.there, 0) or r.unproven > 0 or r.unfailed > 0 or r.undone > 0)
      union all
      select r.notification_id, '(unknown)', 0, r.there, 0, 0, 0 from rows r
      where not exists (select from notification n where n.id = r.notification_id)
      order by 1 limit 100""";

  private static final String STORE =
      "update delivery_audit set sequence = $1, result = $2, audited_at = $3, published_at = $4 where id = 1";

  private final Transactions transactions;
  private final AuditConfig config;
  private final InstantSource clock;

  DeliveryAuditor(Transactions transactions, AuditConfig config, InstantSource clock) {
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  private record LastAudit(long sequence, String result, Instant publishedAt) {}

  void start(@Observes StartupEvent start, Background background) {
    background.every(config.tick(), "the audit of deliveries", this::audit);
  }

  /** Audits if it is time and no other replica does. */
  Uni<Void> audit() {
    Instant now = clock.instant();
    return transactions.run(
        transaction ->
            transaction
                .sql()
                .preparedQuery(TURN)
                .execute(Tuple.of(time(now.minus(config.every()))))
                .chain(
                    rows ->
                        rows.iterator().hasNext()
                            ? audit(transaction, last(rows.iterator().next()), now)
                            : Uni.createFrom().voidItem()));
  }

  private Uni<Void> audit(Transaction transaction, LastAudit last, Instant now) {
    return transaction
        .sql()
        .preparedQuery(DISCREPANCIES)
        .execute(Tuple.of(time(now.minus(config.window()))))
        .map(DeliveryAuditor::discrepancies)
        .chain(found -> conclude(transaction, last, found, now));
  }

  private Uni<Void> conclude(
      Transaction transaction, LastAudit last, List<DeliveryDiscrepancy> found, Instant now) {
    String result =
        found.stream()
            .map(one -> one.notificationId() + " " + one.problem())
            .collect(Collectors.joining("\n"));
    boolean publish =
        !result.equals(last.result()) || !last.publishedAt().plus(config.republish()).isAfter(now);
    long sequence = publish ? last.sequence() + 1 : last.sequence();
    Instant publishedAt = publish ? now : last.publishedAt();
    Uni<Void> stored =
        transaction
            .sql()
            .preparedQuery(STORE)
            .execute(Tuple.of(sequence, result, time(now), time(publishedAt)))
            .replaceWithVoid();
    if (!publish) {
      return stored;
    }
    found.forEach(
        one ->
            LOG.errorf(
                "deliveries do not add up notificationId=%s problem=%s",
                one.notificationId(), one.problem()));
    return stored.chain(() -> transaction.publish(new DeliveriesAudited(now, found), sequence));
  }

  private static LastAudit last(Row row) {
    return new LastAudit(
        row.getLong("sequence"),
        row.getString("result"),
        row.getOffsetDateTime("published_at").toInstant());
  }

  private static List<DeliveryDiscrepancy> discrepancies(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row -> new DeliveryDiscrepancy(row.getUUID("id"), row.getString("alert"), problem(row)))
        .toList();
  }

  private static String problem(Row row) {
    int planned = row.getInteger("planned");
    long there = row.getLong("there");
    if (planned == 0) {
      return there + " deliveries are there, but not their notification";
    }
    if (planned != there) {
      return planned + " deliveries were planned, " + there + " are there";
    }
    if (row.getLong("unproven") > 0) {
      return "a delivery is accepted without a receipt that says so";
    }
    if (row.getLong("unfailed") > 0) {
      return "a delivery is failed without a receipt that says so";
    }
    return "a delivery is pending though a receipt says that it was accepted";
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
