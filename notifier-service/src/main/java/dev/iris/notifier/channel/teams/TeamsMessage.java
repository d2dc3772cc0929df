package dev.iris.notifier.channel.teams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.rendering.StormBriefing;
import dev.iris.notifier.rendering.TimeStyle;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

/**
 * What is posted to a Workflows webhook. Teams refuses a card silently, long after its 202, once its own encoding of the message
 * is beyond 28,672 bytes; so the text is kept well below that, whatever the alerts hold.
 */
final class TeamsMessage {

  /** The most bytes of UTF-8. */
  static final int MAX_BYTES = 18_000;

  /** The most bytes if Teams encodes the message once more and escapes all that it can. */
  static final int MAX_ENCODED = 26_000;

  private TeamsMessage() {}

  /** The body, as UTF-8 JSON. */
  static byte[] of(Briefing briefing, TimeStyle times) {
    return of(size -> AdaptiveCard.of(briefing, times, size));
  }

  /** The body of a storm's message, as UTF-8 JSON. */
  static byte[] of(UUID messageId, StormBriefing briefing, TimeStyle times) {
    return of(size -> StormCard.of(messageId, briefing, times, size));
  }

  /** The body of a confirmation, as UTF-8 JSON. */
  static byte[] of(Report report, TimeStyle times) {
    return of(size -> ReportCard.of(report, times, size));
  }

  private static byte[] of(Function<CardSize, ObjectNode> card) {
    CardSize size = CardSize.USUAL;
    while (true) {
      String text = envelope(card.apply(size)).toString();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if ((bytes.length <= MAX_BYTES && encodedLength(text) <= MAX_ENCODED) || size.isSmallest()) {
        return bytes;
      }
      size = size.smaller();
    }
  }

  private static ObjectNode envelope(ObjectNode card) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("type", "message");
    ObjectNode attachment = message.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.putNull("contentUrl");
    attachment.set("content", card);
    return message;
  }

  /** The length as a JSON string inside JSON with everything beyond ASCII as {@code \\uXXXX}: the worst that was seen. */
  static int encodedLength(String text) {
    int length = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      length += c > 0x7E ? 6 : c == '"' || c == '\\' ? 2 : 1;
    }
    return length;
  }
}
