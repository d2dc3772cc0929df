package dev.iris.incident.decision;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryAccepted;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.Envelope;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Learns from the notifier what became of notifications, and turns decisions from pending to told or undeliverable. Events may
 * come in any order and more than once.
 */
@ApplicationScoped
public class DeliveryProjection {

  private final Inbox inbox;

  DeliveryProjection(Inbox inbox) {
    this.inbox = inbox;
  }

  @Incoming("deliveries")
  Uni<Void> on(String json) {
    return inbox.once(json, "deliveries", this::handle);
  }

  private Uni<Void> handle(Envelope envelope, Transaction transaction) {
    SqlConnection sql = transaction.sql();
    return switch (envelope.event()) {
      case DeliveryEvent event ->
          switch (event) {
            case DeliveriesPlanned planned ->
                DeliveryStore.plan(sql, planned, envelope.occurredAt());
            case DeliveryAccepted accepted ->
                DeliveryStore.accept(sql, accepted, envelope.sequence())
                    .chain(
                        () ->
                            DeliveryStore.told(
                                sql, accepted.notificationId(), accepted.acceptedAt()));
            case DeliveryFailed failed ->
                DeliveryStore.fail(sql, failed, envelope.sequence())
                    .chain(
                        () ->
                            failed.exhausted()
                                ? DeliveryStore.undeliverable(sql, failed)
                                : Uni.createFrom().voidItem());
            case DeliveriesAudited audited -> DeliveryStore.audit(sql, audited);
          };
      // Nothing else travels on this stream.
      default -> Uni.createFrom().voidItem();
    };
  }
}
