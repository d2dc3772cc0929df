package dev.iris.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a notification on its way to people. A delivery is one recipient on one channel. */
public sealed interface DeliveryEvent extends Event {

  /** The most plans or acceptances that one event holds. */
  int MAX_BATCH = 256;

  /**
   * Deliveries were added to these notifications: their first ones, or the ones that a failed delivery falls over to. Every
   * delivery is announced before its outcome, in the transaction that makes it.
   *
   * @param plans 1 to {@link #MAX_BATCH}
   */
  record DeliveriesPlanned(List<NotificationPlan> plans) implements DeliveryEvent {
    public DeliveriesPlanned {
      plans = batch(plans);
    }

    /** {@inheritDoc} A batch has no earlier one: plans add up in whatever order they are heard. */
    @Override
    public String subject() {
      return "deliveries-planned/" + plans.getFirst().deliveries().getFirst().deliveryId();
    }
  }

  /**
   * What was added to one notification.
   *
   * @param deliveries at least one
   */
  record NotificationPlan(UUID notificationId, List<PlannedDelivery> deliveries) {
    public NotificationPlan {
      if (deliveries.isEmpty()) {
        throw new IllegalArgumentException("a plan adds at least one delivery");
      }
      deliveries = List.copyOf(deliveries);
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
   * Channels took these messages. That is all a channel can know: a 202 is not proof of reading.
   *
   * @param deliveries 1 to {@link #MAX_BATCH}
   */
  record DeliveriesAccepted(List<AcceptedDelivery> deliveries) implements DeliveryEvent {
    public DeliveriesAccepted {
      deliveries = batch(deliveries);
    }

    /** {@inheritDoc} A batch has no earlier one: acceptance is final in whatever order it is heard. */
    @Override
    public String subject() {
      return "deliveries-accepted/" + deliveries.getFirst().deliveryId();
    }
  }

  /**
   * One that a channel took.
   *
   * @param attempts how many it took, this one included: the order of a delivery's outcomes
   */
  record AcceptedDelivery(UUID deliveryId, UUID notificationId, int attempts, Instant acceptedAt) {}

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

  private static <T> List<T> batch(List<T> entries) {
    if (entries.isEmpty() || entries.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "an event holds 1 to " + MAX_BATCH + " entries, not " + entries.size());
    }
    return List.copyOf(entries);
  }
}
