package dev.iris.incident.decision;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryAccepted;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.UndecodableEventException;
import dev.iris.incident.lanes.Lanes;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow.Subscriber;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Learns from the notifier what became of notifications, and turns decisions from pending to told or undeliverable. Events may
 * come in any order and more than once.
 */
@ApplicationScoped
public class DeliveryProjection {

  /** Several at a time, but what concerns one notification one after the other: they would wait for its rows anyhow. */
  private static final int LANES = 4;

  private final Inbox inbox;

  DeliveryProjection(Inbox inbox) {
    this.inbox = inbox;
  }

  @Incoming("deliveries")
  Subscriber<Message<String>> deliveries() {
    return new Lanes(LANES, DeliveryProjection::notification, this::on);
  }

  Uni<Void> on(String json) {
    return inbox.once(json, "deliveries", this::handle);
  }

  /** What is undecodable is said by {@link #on}. */
  private static Uni<Long> notification(String json) {
    try {
      Object about =
          switch (EventJson.read(json).event()) {
            case DeliveriesPlanned planned -> planned.notificationId();
            case DeliveryAccepted accepted -> accepted.notificationId();
            case DeliveryFailed failed -> failed.notificationId();
            default -> "";
          };
      return Uni.createFrom().item((long) about.hashCode());
    } catch (UndecodableEventException e) {
      return Uni.createFrom().item(0L);
    }
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
