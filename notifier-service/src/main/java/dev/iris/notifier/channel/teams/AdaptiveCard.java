package dev.iris.notifier.channel.teams;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.Gravity;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.notifier.rendering.TimeStyle;
import java.net.URI;
import java.util.Optional;

/**
 * A briefing as an Adaptive Card 1.4, to be read in five seconds: a coloured head with what, where, how bad and since when, then
 * what to do, then one button. Only styles and colour names are used, so that it fits the light and the dark theme.
 */
final class AdaptiveCard {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** One width for all marks, so that what stands beside them is in line. */
  private static final String MARK_WIDTH = "80px";

  /** Up to so many alerts there is room for what their descriptions say. */
  private static final int FEW = 3;

  private final Briefing briefing;
  private final TimeStyle times;
  private final CardSize size;

  private AdaptiveCard(Briefing briefing, TimeStyle times, CardSize size) {
    this.briefing = briefing;
    this.times = times;
    this.size = size;
  }

  /** The card, as long as {@code size} allows. */
  static ObjectNode of(Briefing briefing, TimeStyle times, CardSize size) {
    return new AdaptiveCard(briefing, times, size).card();
  }

  private ObjectNode card() {
    ObjectNode card = JSON.objectNode();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.putObject("msteams").put("width", "Full");
    // Markdown as well, where a client shows it at all.
    card.put(
        "fallbackText", CardMarkdown.escape(briefing.status() + ": " + text(briefing.headline())));
    ArrayNode body = card.putArray("body");
    body.add(head());
    if (briefing.all() == 1) {
      addSingle(body, briefing.lines().getFirst());
    } else {
      addLines(body);
    }
    briefing.link().ifPresent(link -> card.putArray("actions").add(button(link)));
    return card;
  }

  private ObjectNode head() {
    ObjectNode head = JSON.objectNode();
    head.put("type", "Container");
    head.put("style", briefing.allResolved() ? "good" : style(briefing.gravity()));
    head.put("bleed", true);
    ArrayNode items = head.putArray("items");
    items.add(
        textBlock(CardMarkdown.escape(briefing.status()))
            .put("weight", "Bolder")
            .put("size", "Small"));
    items.add(
        textBlock(CardMarkdown.escape(text(briefing.headline())))
            .put("weight", "Bolder")
            .put("size", "Large")
            .put("spacing", "None"));
    items.add(textBlock(CardMarkdown.escape(briefing.timing(times))).put("spacing", "None"));
    return head;
  }

  private void addSingle(ArrayNode body, AlertLine line) {
    if (!line.summary().isEmpty()) {
      body.add(textBlock(CardMarkdown.escape(text(line.summary()))).put("spacing", "Medium"));
    }
    if (line.service() != null) {
      body.add(
          textBlock("Service: " + CardMarkdown.escape(text(line.service()))).put("isSubtle", true));
    }
    if (!line.resolved()) {
      body.add(textBlock("**What to do**").put("spacing", "Medium"));
      if (line.description() != null) {
        body.add(textBlock(CardMarkdown.escape(text(line.description()))).put("spacing", "Small"));
      }
      body.add(runbook(line.runbook(), "No runbook is linked to this alert."));
    }
    addTruncation(body);
  }

  private void addLines(ArrayNode body) {
    Optional<URI> common = briefing.commonRunbook();
    int listed = Math.min(size.lines(), briefing.lines().size());
    for (AlertLine line : briefing.lines().subList(0, listed)) {
      body.add(row(line, common.isPresent()));
    }
    int beyond = briefing.beyond(listed);
    if (beyond > 0) {
      String more = "**+" + beyond + " more**";
      ObjectNode block =
          textBlock(
              briefing
                  .link()
                  .map(link -> more + ": " + CardMarkdown.link("see all", link))
                  .orElse(more));
      body.add(block.put("separator", true));
    }
    addTruncation(body);
    if (!briefing.allResolved()
        && (common.isPresent() || briefing.lines().stream().allMatch(l -> l.runbook().isEmpty()))) {
      body.add(textBlock("**What to do**").put("separator", true));
      body.add(runbook(common, "No runbook is linked to these alerts."));
    }
  }

  /** One alert: its severity at the left, beside it what, where, since when, and what it says. */
  private ObjectNode row(AlertLine line, boolean runbookIsCommon) {
    ObjectNode row =
        JSON.objectNode().put("type", "ColumnSet").put("separator", true).put("spacing", "Small");
    ArrayNode columns = row.putArray("columns");
    ObjectNode mark = column(columns, MARK_WIDTH);
    mark.withArray("items")
        .add(
            textBlock(CardMarkdown.escape(line.mark()))
                .put("color", line.resolved() ? "Good" : color(line.gravity()))
                .put("weight", "Bolder")
                .put("size", "Small")
                .put("wrap", false));
    ArrayNode what = column(columns, "stretch").withArray("items");
    String where = line.where() == null ? "" : " on " + CardMarkdown.escape(text(line.where()));
    what.add(textBlock(CardMarkdown.bold(text(line.name())) + where));
    String detail =
        line.timing(times) + (line.summary().isEmpty() ? "" : ": " + text(line.summary()));
    what.add(
        textBlock(CardMarkdown.escape(detail))
            .put("isSubtle", true)
            .put("spacing", "None")
            .put("size", "Small"));
    if (briefing.all() <= FEW && !line.resolved() && line.description() != null) {
      what.add(textBlock(CardMarkdown.escape(text(line.description()))).put("spacing", "Small"));
    }
    if (!runbookIsCommon && !line.resolved()) {
      line.runbook()
          .ifPresent(
              link ->
                  what.add(textBlock(CardMarkdown.link("Runbook", link)).put("spacing", "None")));
    }
    return row;
  }

  private void addTruncation(ArrayNode body) {
    if (briefing.truncatedBySource() > 0) {
      String cut = "Alertmanager left out " + briefing.truncatedBySource() + " more of this group.";
      body.add(textBlock(cut).put("isSubtle", true).put("size", "Small"));
    }
  }

  private static ObjectNode runbook(Optional<URI> runbook, String otherwise) {
    return runbook
        .map(link -> textBlock(CardMarkdown.link("Open the runbook", link)).put("spacing", "Small"))
        .orElseGet(() -> textBlock(otherwise).put("isSubtle", true).put("spacing", "Small"));
  }

  private static ObjectNode column(ArrayNode columns, String width) {
    ObjectNode column = columns.addObject().put("type", "Column").put("width", width);
    column.putArray("items");
    return column;
  }

  private static ObjectNode button(URI link) {
    return JSON.objectNode()
        .put("type", "Action.OpenUrl")
        .put("title", "Open in Iris")
        .put("url", link.toString());
  }

  private static ObjectNode textBlock(String markdown) {
    return JSON.objectNode().put("type", "TextBlock").put("text", markdown).put("wrap", true);
  }

  private String text(String text) {
    return PlainText.line(text, size.text());
  }

  private static String style(Gravity gravity) {
    return switch (gravity) {
      case CRITICAL -> "attention";
      case WARNING -> "warning";
      case INFO -> "accent";
    };
  }

  private static String color(Gravity gravity) {
    return switch (gravity) {
      case CRITICAL -> "Attention";
      case WARNING -> "Warning";
      case INFO -> "Accent";
    };
  }
}
