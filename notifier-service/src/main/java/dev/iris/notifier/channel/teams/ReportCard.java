package dev.iris.notifier.channel.teams;

import static dev.iris.notifier.channel.teams.Blocks.textBlock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.rendering.Report.Trouble;
import dev.iris.notifier.rendering.TimeStyle;
import java.util.List;
import java.util.Optional;

/** A confirmation as an Adaptive Card 1.4: how it went, then what did not, each with what to do. */
final class ReportCard {

  private ReportCard() {}

  /** The card, as long as {@code size} allows. */
  static ObjectNode of(Report report, TimeStyle times, CardSize size) {
    Blocks blocks = new Blocks(times, size);
    ObjectNode card =
        blocks.card(report.status() + ": " + blocks.text(report.headline()), Optional.empty());
    ArrayNode body = card.withArray("body");
    body.add(
        blocks.head(
            "iris-notification-" + report.id(),
            0,
            Blocks.style(report.good(), report.gravity()),
            report.status(),
            report.headline(),
            report.about()));
    List<Trouble> listed =
        report.troubles().subList(0, Math.min(size.lines(), report.troubles().size()));
    for (Trouble trouble : listed) {
      body.add(
          textBlock(
                  CardMarkdown.bold(blocks.text(trouble.host()))
                      + " "
                      + CardMarkdown.escape(blocks.text(trouble.code())))
              .put("separator", true));
      if (!trouble.remedy().isEmpty()) {
        body.add(
            textBlock(CardMarkdown.escape(blocks.text(trouble.remedy())))
                .put("isSubtle", true)
                .put("spacing", "None"));
      }
    }
    int more = report.more() + report.troubles().size() - listed.size();
    if (more > 0) {
      body.add(Blocks.more(more, Optional.empty()));
    }
    return card;
  }
}
