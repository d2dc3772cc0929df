package dev.iris.notifier.channel.teams;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.Gravity;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.notifier.rendering.TimeStyle;
import java.net.URI;
import java.util.Optional;

/**
 * What cards are made of. Only styles and colour names are used, so that they fit the light and the dark theme. Elements have ids
 * by which a program can read what a card tells; nobody sees them.
 */
final class Blocks {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** One width for all marks, so that what stands beside them is in line. */
  private static final String MARK_WIDTH = "80px";

  private final TimeStyle times;
  private final CardSize size;

  Blocks(TimeStyle times, CardSize size) {
    this.times = times;
    this.size = size;
  }

  /** A card with an empty body. */
  ObjectNode card(String fallback, Optional<URI> link) {
    ObjectNode card = JSON.objectNode();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.putObject("msteams").put("width", "Full");
    // Markdown as well, where a client shows it at all.
    card.put("fallbackText", CardMarkdown.escape(text(fallback)));
    card.putArray("body");
    link.ifPresent(target -> card.putArray("actions").add(button(target)));
    return card;
  }

  /**
   * The coloured head.
   *
   * @param news how many pieces of news the card tells of, listed or not
   */
  ObjectNode head(
      String id, int news, String style, String status, String headline, String timing) {
    ObjectNode head = JSON.objectNode();
    head.put("type", "Container");
    head.put("id", id);
    head.put("style", style);
    head.put("bleed", true);
    ArrayNode items = head.putArray("items");
    items.add(
        textBlock(CardMarkdown.escape(text(status)))
            .put("id", "iris-news-" + news)
            .put("weight", "Bolder")
            .put("size", "Small"));
    items.add(
        textBlock(CardMarkdown.escape(text(headline)))
            .put("weight", "Bolder")
            .put("size", "Large")
            .put("spacing", "None"));
    items.add(textBlock(CardMarkdown.escape(text(timing))).put("spacing", "None"));
    return head;
  }

  /** One alert: its severity at the left, beside it what, where, since when, and what it says. */
  ObjectNode row(AlertLine line) {
    ObjectNode row =
        JSON.objectNode()
            .put("type", "ColumnSet")
            .put("id", transition(line))
            .put("separator", true)
            .put("spacing", "Small");
    ArrayNode columns = row.putArray("columns");
    column(columns, MARK_WIDTH)
        .add(
            textBlock(CardMarkdown.escape(line.mark()))
                .put("color", line.resolved() ? "Good" : color(line.gravity()))
                .put("weight", "Bolder")
                .put("size", "Small")
                .put("wrap", false));
    String where = line.where() == null ? "" : " on " + CardMarkdown.escape(text(line.where()));
    String detail =
        line.timing(times) + (line.summary().isEmpty() ? "" : ": " + text(line.summary()));
    column(columns, "stretch")
        .add(textBlock(CardMarkdown.bold(text(line.name())) + where))
        .add(
            textBlock(CardMarkdown.escape(detail))
                .put("isSubtle", true)
                .put("spacing", "None")
                .put("size", "Small"));
    return row;
  }

  /** The headline in a head. */
  static ObjectNode headline(ObjectNode head) {
    return (ObjectNode) head.path("items").path(1);
  }

  /** What a row says of its alert, for more to be added. */
  static ArrayNode what(ObjectNode row) {
    return (ArrayNode) row.path("columns").path(1).path("items");
  }

  /** How many are not listed, and where they can be seen. */
  static ObjectNode more(int count, Optional<URI> link) {
    String more = "**+" + count + " more**";
    return textBlock(link.map(to -> more + ": " + CardMarkdown.link("see all", to)).orElse(more))
        .put("id", "iris-more-" + count)
        .put("separator", true);
  }

  /** Text in Teams' Markdown: what strangers wrote must have been escaped. */
  static ObjectNode textBlock(String markdown) {
    return JSON.objectNode().put("type", "TextBlock").put("text", markdown).put("wrap", true);
  }

  /** A text of strangers as long as the card allows. */
  String text(String text) {
    return PlainText.line(text, size.text());
  }

  /** By which a program recognises a piece of news. */
  static String transition(AlertLine line) {
    return "iris-transition-" + line.transitionId();
  }

  /** The style of a head. */
  static String style(boolean allResolved, Gravity gravity) {
    if (allResolved) {
      return "good";
    }
    return switch (gravity) {
      case CRITICAL -> "attention";
      case WARNING -> "warning";
      case INFO -> "accent";
    };
  }

  private static ArrayNode column(ArrayNode columns, String width) {
    return columns.addObject().put("type", "Column").put("width", width).putArray("items");
  }

  private static ObjectNode button(URI link) {
    return JSON.objectNode()
        .put("type", "Action.OpenUrl")
        .put("title", "Open in Iris")
        .put("url", link.toString());
  }

  private static String color(Gravity gravity) {
    return switch (gravity) {
      case CRITICAL -> "Attention";
      case WARNING -> "Warning";
      case INFO -> "Accent";
    };
  }
}
