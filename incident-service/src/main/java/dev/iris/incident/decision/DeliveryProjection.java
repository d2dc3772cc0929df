package dev.iris.incident.decision;

import dev.iris.events.DeliveryEvent.AcceptedDelivery;
import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.Envelope;
import dev.iris.incident.decision.DeliveryStore.Failed;
import dev.iris.incident.decision.DeliveryStore.Planned;
import dev.iris.outbox.Arrival;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow.Subscriber;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Learns from the notifier what became of notifications, and turns decisions from pending to told or undeliverable. Events may
 * come in any order and more than once; what came meanwhile is taken in together.
 */
@ApplicationScoped
public class DeliveryProjection {

  private final Inbox inbox;

  DeliveryProjection(Inbox inbox) {
    this.inbox = inbox;
  }

  @Incoming("deliveries")
  Subscriber<Message<String>> deliveries() {
    return inbox.inBatches("deliveries", this::project);
  }

  private Uni<Void> project(List<Arrival> arrivals, Transaction transaction) {
    Heard heard = new Heard();
    arrivals.stream().map(Arrival::envelope).forEach(heard::add);
    List<Uni<Void>> statements = heard.statements(transaction.sql());
    return statements.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(statements).andFailFast().replaceWithVoid();
  }

  /** What a batch of events says, by what is to be done about it. */
  private static final class Heard {
    private final List<Planned> planned = new ArrayList<>();
    private final List<AcceptedDelivery> accepted = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();
    private final List<DeliveriesAudited> audits = new ArrayList<>();

    void add(Envelope envelope) {
      switch (envelope.event()) {
        case DeliveriesPlanned event -> planned.addAll(Planned.of(event, envelope.occurredAt()));
        case DeliveriesAccepted event -> accepted.addAll(event.deliveries());
        case DeliveryFailed event -> failed.add(new Failed(event, envelope.sequence()));
        case DeliveriesAudited event -> audits.add(event);
        // Nothing else travels on this stream.
        default -> {}
      }
    }

    /**
     * All are sent at once; PostgreSQL runs them in this order: the locks on notifications, what changes them and their deliveries,
     * the locks on decisions, what changes those.
     */
    List<Uni<Void>> statements(SqlConnection sql) {
      List<Uni<Void>> statements = new ArrayList<>();
      if (!planned.isEmpty() || !accepted.isEmpty() || !failed.isEmpty()) {
        statements.add(DeliveryStore.lockNotifications(sql, notifications()));
      }
      if (!planned.isEmpty()) {
        statements.add(DeliveryStore.plan(sql, planned));
      }
      if (!accepted.isEmpty()) {
        statements.add(DeliveryStore.accept(sql, accepted));
      }
      failed.forEach(one -> statements.add(DeliveryStore.fail(sql, one)));
      List<UUID> settled = settled();
      if (!settled.isEmpty()) {
        statements.add(DeliveryStore.lockDecisions(sql, settled));
      }
      if (!accepted.isEmpty()) {
        statements.add(DeliveryStore.told(sql, accepted));
      }
      exhausted().forEach(one -> statements.add(DeliveryStore.undeliverable(sql, one.event())));
      audits.stream()
          .max(Comparator.comparing(DeliveriesAudited::auditedAt))
          .ifPresent(newest -> statements.add(DeliveryStore.audit(sql, newest)));
      return statements;
    }

    private List<UUID> notifications() {
      return Stream.of(
              planned.stream().map(Planned::notificationId),
              accepted.stream().map(AcceptedDelivery::notificationId),
              failed.stream().map(one -> one.event().notificationId()))
          .flatMap(ids -> ids)
          .distinct()
          .toList();
    }

    private List<UUID> settled() {
      return Stream.concat(
              accepted.stream().map(AcceptedDelivery::notificationId),
              exhausted().map(one -> one.event().notificationId()))
          .distinct()
          .toList();
    }

    private Stream<Failed> exhausted() {
      return failed.stream().filter(one -> one.event().exhausted());
    }
  }
}
