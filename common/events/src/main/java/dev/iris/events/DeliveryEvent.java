package dev.iris.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a notification on its way to people. A delivery is one recipient on one channel. */
public sealed interface DeliveryEvent extends Event {

  /**
   * These deliveries were added to a notification: its first ones, or the ones that a failed delivery falls over to. Every
   * delivery is announced before its outcome, in the transaction that makes it.
   */
  record DeliveriesPlanned(UUID notificationId, List<PlannedDelivery> deliveries)
      implements DeliveryEvent {
    public DeliveriesPlanned {
      deliveries = List.copyOf(deliveries);
    }

    /** {@inheritDoc} */
    @Override
    public String subject() {
      return "notification/" + notificationId;
    }
  }

  /**
   * A delivery to come.
   *
   * @param recipient a name for people, never an address that is secret
   * @param fallbackOf the failed delivery this one stands in for
   */
  record PlannedDelivery(
      UUID deliveryId,
      String channelId,
      String channelType,
      String recipient,
      @Nullable UUID fallbackOf) {}

  /**
   * The channel took the message. That is all a channel can know: a 202 is not proof of reading.
   *
   * @param attempts how many it took, this one included
   */
  record DeliveryAccepted(UUID deliveryId, UUID notificationId, int attempts, Instant acceptedAt)
      implements DeliveryEvent {

    /** {@inheritDoc} */
    @Override
    public String subject() {
      return "delivery/" + deliveryId;
    }
  }

  /**
   * The channel refused for good, or was tried as often as it may be.
   *
   * @param errorCode a stable code of the notifier's, never text of the other side
   * @param exhausted nobody of this notification was reached and nobody is left to fall over to
   */
  record DeliveryFailed(
      UUID deliveryId,
      UUID notificationId,
      int attempts,
      String errorCode,
      boolean exhausted,
      Instant failedAt)
      implements DeliveryEvent {

    /** {@inheritDoc} */
    @Override
    public String subject() {
      return "delivery/" + deliveryId;
    }
  }

  /**
   * The notifier compared its notifications with its delivery rows. The newest replaces all earlier ones.
   *
   * @param discrepancies empty when all is well; at most 100
   */
  record DeliveriesAudited(Instant auditedAt, List<DeliveryDiscrepancy> discrepancies)
      implements DeliveryEvent {
    public DeliveriesAudited {
      discrepancies = List.copyOf(discrepancies);
    }

    /** {@inheritDoc} There is one audit. */
    @Override
    public String subject() {
      return "audit/deliveries";
    }
  }

  /**
   * A notification whose rows do not add up.
   *
   * @param alert the alert that it told of, as {@code alertname on instance}, "+N more" where there were more
   * @param problem one sentence for an operator
   */
  record DeliveryDiscrepancy(UUID notificationId, String alert, String problem) {}
}
