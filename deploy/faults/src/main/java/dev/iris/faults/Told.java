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
 * One message that told something, as its marks for programs say (docs/api.md).
 *
 * @param place the channel, and for mail the address
 * @param scope what the id is of
 * @param claimed how many pieces of news it says that it tells
 * @param items what it lists in full: webhooks only
 */
record Told(String place, Scope scope, String id, Instant at, int claimed, List<Item> items) {

  private static final String NONE = "none";

  /** What a message tells. */
  enum Scope {
    DELIVERY,
    NOTIFICATION,
    /** A storm's message: the deliveries whose receipts name it. */
    STORM
  }

  /** A piece of news as a webhook lists it. */
  record Item(String transitionId, News news) {}

  static Told webhook(Message message) {
    JsonNode json = message.json();
    List<Item> items = new ArrayList<>();
    for (JsonNode alert : Sinks.items(json.path("alerts"))) {
      kind(alert.path("status").asText())
          .flatMap(kind -> News.find(alert.path("summary").asText(), kind))
          .ifPresent(news -> items.add(new Item(alert.path("id").asText(), news)));
    }
    String id = message.headers().getOrDefault("webhook-id", NONE);
    return new Told("webhook", Scope.DELIVERY, id, message.at(), json.path("alerts").size(), items);
  }

  static Told mail(Message message) {
    String place = "mail to " + message.recipient();
    int claimed = Integer.parseInt(header(message, "X-Iris-News").orElse("0"));
    Optional<String> storm = header(message, "X-Iris-Message");
    Scope scope = storm.isPresent() ? Scope.STORM : Scope.DELIVERY;
    String id = storm.or(() -> header(message, "Message-ID").map(Told::delivery)).orElse(NONE);
    return new Told(place, scope, id, message.at(), claimed, List.of());
  }

  static Told card(Message message) {
    Optional<String> storm = element(message, "message");
    return new Told(
        "teams",
        storm.isPresent() ? Scope.STORM : Scope.NOTIFICATION,
        storm.or(() -> element(message, "notification")).orElse(NONE),
        message.at(),
        Integer.parseInt(element(message, "news").orElse("0")),
        List.of());
  }

  private static Optional<String> header(Message mail, String name) {
    Matcher header =
        Pattern.compile("^" + name + ":\\s*(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)
            .matcher(mail.payload());
    return header.find() ? Optional.of(header.group(1)) : Optional.empty();
  }

  private static String delivery(String messageId) {
    return messageId.substring(1, messageId.indexOf('@'));
  }

  /** The marks of a card are ids of its elements: {@code iris-news-3}. */
  private static Optional<String> element(Message card, String mark) {
    Matcher id = Pattern.compile("\"iris-" + mark + "-([0-9a-f-]+)\"").matcher(card.payload());
    return id.find() ? Optional.of(id.group(1)) : Optional.empty();
  }

  /** Empty for news that the model knows nothing of, such as reminders. */
  private static Optional<News.Kind> kind(String status) {
    return Arrays.stream(News.Kind.values()).filter(kind -> kind.text().equals(status)).findFirst();
  }
}
