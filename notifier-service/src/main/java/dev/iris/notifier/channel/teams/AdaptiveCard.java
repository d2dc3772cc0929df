package dev.iris.notifier.channel.teams;

import static dev.iris.notifier.channel.teams.Blocks.textBlock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.TimeStyle;
import java.net.URI;
import java.util.Optional;

/**
 * A briefing as an Adaptive Card 1.4, to be read in five seconds: a coloured head with what, where, how bad and since when, then
 * what to do, then one button.
 */
final class AdaptiveCard {

  /** Up to so many alerts there is room for what their descriptions say. */
  private static final int FEW = 3;

  private final Briefing briefing;
  private final TimeStyle times;
  private final CardSize size;
  private final Blocks blocks;

  private AdaptiveCard(Briefing briefing, TimeStyle times, CardSize size) {
    this.briefing = briefing;
    this.times = times;
    this.size = size;
    this.blocks = new Blocks(times, size);
  }

  /** The card, as long as {@code size} allows. */
  static ObjectNode of(Briefing briefing, TimeStyle times, CardSize size) {
    return new AdaptiveCard(briefing, times, size).card();
  }

  private ObjectNode card() {
    ObjectNode card =
        blocks.card(briefing.status() + ": " + blocks.text(briefing.headline()), briefing.link());
    ArrayNode body = card.withArray("body");
    ObjectNode head =
        blocks.head(
            "iris-notification-" + briefing.notificationId(),
            briefing.all(),
            Blocks.style(briefing.allResolved(), briefing.gravity()),
            briefing.status(),
            briefing.headline(),
            briefing.timing(times));
    body.add(head);
    if (briefing.all() == 1) {
      Blocks.headline(head).put("id", Blocks.transition(briefing.lines().getFirst()));
      addSingle(body, briefing.lines().getFirst());
    } else {
      addLines(body);
    }
    return card;
  }

  private void addSingle(ArrayNode body, AlertLine line) {
    if (!line.summary().isEmpty()) {
      body.add(literal(line.summary()).put("spacing", "Medium"));
    }
    if (line.service() != null) {
      body.add(literal("Service: " + line.service()).put("isSubtle", true));
    }
    if (!line.resolved()) {
      body.add(textBlock("**What to do**").put("spacing", "Medium"));
      if (line.description() != null) {
        body.add(literal(line.description()).put("spacing", "Small"));
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
      body.add(Blocks.more(beyond, briefing.link()));
    }
    addTruncation(body);
    if (!briefing.allResolved()
        && (common.isPresent() || briefing.lines().stream().allMatch(l -> l.runbook().isEmpty()))) {
      body.add(textBlock("**What to do**").put("separator", true));
      body.add(runbook(common, "No runbook is linked to these alerts."));
    }
  }

  private ObjectNode row(AlertLine line, boolean runbookIsCommon) {
    ObjectNode row = blocks.row(line);
    if (briefing.all() <= FEW && !line.resolved() && line.description() != null) {
      Blocks.what(row).add(literal(line.description()).put("spacing", "Small"));
    }
    if (!runbookIsCommon && !line.resolved()) {
      line.runbook()
          .map(link -> textBlock(CardMarkdown.link("Runbook", link)).put("spacing", "None"))
          .ifPresent(Blocks.what(row)::add);
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

  private ObjectNode literal(String text) {
    return textBlock(CardMarkdown.escape(blocks.text(text)));
  }
}
