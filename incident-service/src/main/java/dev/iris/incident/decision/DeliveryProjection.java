package dev.iris.incident.decision;

import dev.iris.events.DeliveryEvent;
import dev.iris.events.DeliveryEvent.DeliveriesAccepted;
import dev.iris.events.DeliveryEvent.DeliveriesAudited;
import dev.iris.events.DeliveryEvent.DeliveriesPlanned;
import dev.iris.events.DeliveryEvent.DeliveryFailed;
import dev.iris.events.Envelope;
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

  /** Several at a time. In no order, as none is needed. */
  private static final int LANES = 4;

  private final Inbox inbox;

  DeliveryProjection(Inbox inbox) {
    this.inbox = inbox;
  }

  @Incoming("deliveries")
  Subscriber<Message<String>> deliveries() {
    return new Lanes(LANES, json -> Uni.createFrom().item((long) json.hashCode()), this::on);
  }

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
            case DeliveriesAccepted accepted ->
                DeliveryStore.accept(sql, accepted).chain(() -> DeliveryStore.told(sql, accepted));
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
