package dev.iris.local.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What a Teams workflow ("Post to a channel when a webhook request is received") makes of a request.
 *
 * <p>Teams refuses messages of more than 28,672 bytes, counted after its own re-encoding, which was seen to turn 24,453 bytes
 * into 28,897. How it re-encodes is not published. The stand-in here is strict: the attachments as compact JSON inside a JSON
 * string, so quotes and backslashes count twice and everything beyond ASCII as {@code \\uXXXX}.
 */
final class CardEnvelope {

  /** Teams' limit in bytes. */
  static final int LIMIT = 28_672;

  private static final String CARD = "application/vnd.microsoft.card.adaptive";
  private static final int MOST_MINOR_VERSION = 5;
  private static final int ESCAPED_UNIT = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The verdict. */
  sealed interface Verdict {
    /** Teams would show it; {@code title} is the first text of the card. */
    record Accepted(String title, int size) implements Verdict {}

    /** The workflow would fail. */
    record Malformed(String reason) implements Verdict {}

    /** Teams would refuse it for its size. */
    record TooLarge(int size) implements Verdict {}
  }

  private CardEnvelope() {}

  static Verdict judge(byte[] body) {
    JsonNode message;
    try {
      message = JSON.readTree(body);
    } catch (IOException e) {
      return new Verdict.Malformed("The body is not JSON.");
    }
    Optional<String> fault = fault(message);
    if (fault.isPresent()) {
      return new Verdict.Malformed(fault.get());
    }
    JsonNode attachments = message.path("attachments");
    int size = size(attachments);
    return size > LIMIT
        ? new Verdict.TooLarge(size)
        : new Verdict.Accepted(firstText(attachments), size);
  }

  private static Optional<String> fault(JsonNode message) {
    if (!message.path("type").asText().equals("message")) {
      return Optional.of("\"type\" must be \"message\".");
    }
    JsonNode attachments = message.path("attachments");
    if (!attachments.isArray() || attachments.isEmpty()) {
      return Optional.of("\"attachments\" must be a list with a card.");
    }
    for (JsonNode attachment : attachments) {
      JsonNode card = attachment.path("content");
      if (!attachment.path("contentType").asText().equals(CARD)) {
        return Optional.of("\"contentType\" must be \"" + CARD + "\".");
      }
      if (!card.path("type").asText().equals("AdaptiveCard") || !card.path("body").isArray()) {
        return Optional.of(
            "Property 'type' must be 'AdaptiveCard', and the card must have a body.");
      }
      if (!isShown(card.path("version").asText())) {
        return Optional.of("Teams shows cards of the versions 1.0 to 1.5.");
      }
    }
    return Optional.empty();
  }

  private static boolean isShown(String version) {
    return version.matches("1\\.[0-9]") && version.charAt(2) - '0' <= MOST_MINOR_VERSION;
  }

  private static int size(JsonNode attachments) {
    String compact;
    try {
      compact = JSON.writeValueAsString(attachments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read must be writable", e);
    }
    return compact.chars().map(CardEnvelope::escapedLength).sum();
  }

  private static int escapedLength(int unit) {
    if (unit == '"' || unit == '\\') {
      return 2;
    }
    return unit < 0x20 || unit > 0x7e ? ESCAPED_UNIT : 1;
  }

  /** The first text there is, depth first: what a person reads first, too. */
  private static String firstText(JsonNode node) {
    if (node.path("type").asText().equals("TextBlock") && !node.path("text").asText().isBlank()) {
      return node.path("text").asText();
    }
    for (JsonNode child : node) {
      String text = child.isContainerNode() ? firstText(child) : "";
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }
}
