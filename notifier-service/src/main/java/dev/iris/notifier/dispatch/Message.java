package dev.iris.notifier.dispatch;

import dev.iris.notifier.storm.Storm;
import dev.iris.notifier.storm.StormReporter.Covered;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this replica may send now. */
sealed interface Message {

  /** The deliveries that are told by it. */
  List<Leased> deliveries();

  /** What it is called in a log. */
  String reference();

  /** Where it goes. */
  default String channelId() {
    return deliveries().getFirst().to().channelId();
  }

  /**
   * One delivery.
   *
   * @param content the notification's event as JSON
   * @param traceparent of the alert
   */
  record Single(Leased delivery, String content, @Nullable String traceparent) implements Message {

    @Override
    public List<Leased> deliveries() {
      return List.of(delivery);
    }

    @Override
    public String reference() {
      return "deliveryId=%s attempt=%d".formatted(delivery.id(), delivery.attempt());
    }
  }

  /**
   * All that waited at a place of a storm.
   *
   * @param id of this message; a repeat is another one, as it may tell more
   * @param deliveries at least one
   * @param traceparents of some of them, to be linked
   */
  record Together(
      UUID id,
      Storm storm,
      List<Leased> deliveries,
      List<Covered> covered,
      List<String> traceparents)
      implements Message {

    @Override
    public String reference() {
      return "messageId=%s stormId=%s deliveries=%d".formatted(id, storm.id(), deliveries.size());
    }
  }
}
