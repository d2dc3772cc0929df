package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.faults.Sinks.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message that told something.
 *
 * @param place the channel, and for mail the address
 * @param deliveryId the same for each attempt of one delivery
 */
record Told(String place, String deliveryId, Instant at, List<Item> items) {

  private static final Pattern MESSAGE_ID =
      Pattern.compile("(?im)^Message-ID:\\s*<([0-9a-f-]{36})@");

  /** A piece of news as a webhook lists it. */
  record Item(String transitionId, News news) {}

  /** What a webhook told: the one channel that lists everything in full. */
  static Told webhook(Message message) {
    List<Item> items = new ArrayList<>();
    for (JsonNode alert : Sinks.items(message.json().path("alerts"))) {
      kind(alert.path("status").asText())
          .flatMap(kind -> News.find(alert.path("summary").asText(), kind))
          .ifPresent(news -> items.add(new Item(alert.path("id").asText(), news)));
    }
    return new Told(
        "webhook", message.headers().getOrDefault("webhook-id", "none"), message.at(), items);
  }

  /** What a mail told: its Message-ID names the delivery, or the storm's message that told many. */
  static Told mail(Message message) {
    Matcher id = MESSAGE_ID.matcher(message.payload());
    return new Told(
        "mail to " + message.recipient(),
        id.find() ? id.group(1) : "none",
        message.at(),
        List.of());
  }

  /** Empty for news that the model knows nothing of, such as reminders. */
  private static Optional<News.Kind> kind(String status) {
    return Arrays.stream(News.Kind.values()).filter(kind -> kind.text().equals(status)).findFirst();
  }
}
