package dev.iris.notifier.dispatch;

import dev.iris.events.DeliveryEvent.PlannedDelivery;
import dev.iris.events.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery to be made.
 *
 * @param recipient for people
 * @param fallbackOf the failed one it stands in for
 */
record NewDelivery(
    UUID id, Destination to, String channelType, String recipient, @Nullable UUID fallbackOf) {

  /** Stands for "nobody can be told": it fails at once, so that the ledger shows it. */
  static final String NO_CHANNEL = "none";

  static NewDelivery of(
      Destination to, String channelType, String recipient, @Nullable UUID fallbackOf) {
    return new NewDelivery(Ids.next(), to, channelType, recipient, fallbackOf);
  }

  static NewDelivery nowhere(String audience) {
    return of(new Destination(NO_CHANNEL, ""), NO_CHANNEL, audience, null);
  }

  boolean isNowhere() {
    return channelType.equals(NO_CHANNEL);
  }

  PlannedDelivery planned() {
    return new PlannedDelivery(id, to.channelId(), channelType, recipient, fallbackOf);
  }
}
