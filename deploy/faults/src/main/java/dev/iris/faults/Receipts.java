package dev.iris.faults;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The notifier's own records: which deliveries a message was to tell. */
final class Receipts {

  private static final String DELIVERIES =
      """
      select d.id, d.notification_id, d.channel_type, (select count(*) from incident.notification_item i where i.notification_id = d.notification_id) as news
      from notifier.delivery d
      """;
  private static final String STORMS =
      "select message_id, delivery_id from notifier.attempt where message_id is not null";

  private final Map<String, Integer> newsByDelivery = new HashMap<>();
  private final Map<String, String> cards = new HashMap<>();
  private final Map<String, Set<String>> storms = new HashMap<>();

  private Receipts() {}

  /** Of deliveries that tell one piece of news each, and of no storms. */
  static Receipts of(Set<String> deliveries) {
    Receipts receipts = new Receipts();
    deliveries.forEach(id -> receipts.newsByDelivery.put(id, 1));
    return receipts;
  }

  static Receipts read(Path data) {
    Receipts receipts = new Receipts();
    try (Connection connection = Rows.connect(data);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(DELIVERIES)) {
        while (rows.next()) {
          receipts.newsByDelivery.put(rows.getString("id"), rows.getInt("news"));
          if (rows.getString("channel_type").equals("teams")) {
            receipts.cards.put(rows.getString("notification_id"), rows.getString("id"));
          }
        }
      }
      try (ResultSet rows = statement.executeQuery(STORMS)) {
        while (rows.next()) {
          receipts
              .storms
              .computeIfAbsent(rows.getString("message_id"), key -> new HashSet<>())
              .add(rows.getString("delivery_id"));
        }
      }
      return receipts;
    } catch (SQLException e) {
      throw new IllegalStateException("the notifier's rows cannot be read", e);
    }
  }

  /** The deliveries that a message told; none for one whose outcome nobody lived to record. */
  Set<String> covered(Told told) {
    return switch (told.scope()) {
      case DELIVERY -> Set.of(told.id());
      case NOTIFICATION -> cards.containsKey(told.id()) ? Set.of(cards.get(told.id())) : Set.of();
      case STORM -> storms.getOrDefault(told.id(), Set.of());
    };
  }

  /** How many pieces of news these deliveries tell. */
  int news(Set<String> deliveries) {
    return deliveries.stream().mapToInt(id -> newsByDelivery.getOrDefault(id, 0)).sum();
  }
}
