package dev.iris.notifier.channel.teams;

import static dev.iris.notifier.channel.teams.Blocks.textBlock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.StormBriefing;
import dev.iris.notifier.rendering.TimeStyle;
import java.util.List;
import java.util.UUID;

/** What a storm's message says as an Adaptive Card 1.4: the gravest first, how many there are of what, and one button to all. */
final class StormCard {

  private StormCard() {}

  /** The card, as long as {@code size} allows. */
  static ObjectNode of(UUID messageId, StormBriefing briefing, TimeStyle times, CardSize size) {
    Blocks blocks = new Blocks(times, size);
    ObjectNode card =
        blocks.card(briefing.status() + ": " + blocks.text(briefing.headline()), briefing.link());
    ArrayNode body = card.withArray("body");
    body.add(
        blocks.head(
            "iris-message-" + messageId,
            briefing.news().all(),
            Blocks.style(briefing.allResolved(), briefing.gravity()),
            briefing.status(),
            briefing.headline(),
            briefing.timing(times)));
    addCounts(body, briefing);
    List<AlertLine> listed =
        briefing.gravest().subList(0, Math.min(size.lines(), briefing.gravest().size()));
    listed.forEach(line -> body.add(blocks.row(line)));
    if (briefing.beyond(listed.size()) > 0) {
      body.add(Blocks.more(briefing.beyond(listed.size()), briefing.link()));
    }
    body.add(
        textBlock(
                "This is too much to tell one by one. Single messages come again when it calms down.")
            .put("isSubtle", true)
            .put("size", "Small"));
    return card;
  }

  private static void addCounts(ArrayNode body, StormBriefing briefing) {
    ObjectNode facts =
        body.addObject().put("type", "FactSet").put("id", "iris-storm-" + briefing.stormId());
    ArrayNode list = facts.putArray("facts");
    list.addObject().put("title", "This message").put("value", briefing.now());
    if (briefing.before().all() > 0) {
      list.addObject().put("title", "Since it began").put("value", briefing.sinceItBegan());
    }
  }
}
