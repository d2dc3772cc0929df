package dev.iris.notifier.channel.mail;

import dev.iris.notifier.rendering.AlertLine;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.Gravity;
import dev.iris.notifier.rendering.PlainText;
import dev.iris.notifier.rendering.Report;
import dev.iris.notifier.rendering.Report.Trouble;
import dev.iris.notifier.rendering.StormBriefing;
import dev.iris.notifier.rendering.TimeStyle;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A briefing, what a storm's message says, or a confirmation, as a mail. Each value that a template shows is escaped for HTML; the templates hold no other way to show one.
 *
 * @param subject one line of at most {@link #MAX_SUBJECT} characters without control characters
 */
record MailText(String subject, String html, String text) {

  static final int MAX_SUBJECT = 150;
  private static final int MAX_LINES = 50;
  private static final String OVER = "#1a7f37";

  private static final Engine ENGINE =
      Engine.builder()
          .addDefaults()
          .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
          .strictRendering(true)
          .build();
  private static final Template HTML = parse("mail.html", Variant.TEXT_HTML);
  private static final Template TEXT = parse("mail.txt", Variant.TEXT_PLAIN);
  private static final Template STORM_HTML = parse("storm.html", Variant.TEXT_HTML);
  private static final Template STORM_TEXT = parse("storm.txt", Variant.TEXT_PLAIN);

  static MailText of(Briefing briefing, TimeStyle times) {
    Map<String, Object> data = data(briefing, times);
    return new MailText(subject(briefing), HTML.data(data).render(), TEXT.data(data).render());
  }

  /** All messages of a storm have one subject: some readers fold by it. */
  static MailText of(StormBriefing briefing, TimeStyle times) {
    Map<String, Object> data = new HashMap<>();
    data.put("status", briefing.status());
    data.put("headline", briefing.headline());
    data.put("timing", briefing.timing(times));
    data.put("color", briefing.allResolved() ? OVER : color(briefing.gravity()));
    data.put("now", briefing.now());
    data.put("since", briefing.before().all() == 0 ? "" : briefing.sinceItBegan());
    data.put("lines", briefing.gravest().stream().map(line -> line(line, times)).toList());
    data.put("more", briefing.beyond(briefing.gravest().size()));
    data.put("link", briefing.link().map(URI::toString).orElse(""));
    String subject =
        "[STORM] alerts for " + briefing.audience() + " since " + times.at(briefing.since());
    return new MailText(
        PlainText.line(subject, MAX_SUBJECT),
        STORM_HTML.data(data).render(),
        STORM_TEXT.data(data).render());
  }

  /** A confirmation has the shape of a briefing, with a line for each host that is not as it should be. */
  static MailText of(Report report) {
    int listed = Math.min(MAX_LINES, report.troubles().size());
    Map<String, Object> data = new HashMap<>();
    data.put("status", report.status());
    data.put("headline", report.headline());
    data.put("timing", report.about());
    data.put("color", report.good() ? OVER : color(report.gravity()));
    data.put("lines", report.troubles().subList(0, listed).stream().map(MailText::line).toList());
    data.put("more", report.more() + report.troubles().size() - listed);
    data.put("truncated", 0);
    data.put("link", "");
    return new MailText(
        PlainText.line(report.subject(), MAX_SUBJECT),
        HTML.data(data).render(),
        TEXT.data(data).render());
  }

  private static Map<String, Object> line(Trouble trouble) {
    Map<String, Object> data = new HashMap<>();
    data.put("mark", trouble.code());
    data.put("color", color(Gravity.WARNING));
    data.put("title", trouble.host());
    data.put("timing", trouble.remedy());
    for (String absent : List.of("service", "summary", "description", "runbook")) {
      data.put(absent, "");
    }
    data.put("firing", false);
    return data;
  }

  private static String subject(Briefing briefing) {
    return PlainText.line(briefing.subject(), MAX_SUBJECT);
  }

  private static Map<String, Object> data(Briefing briefing, TimeStyle times) {
    int listed = Math.min(MAX_LINES, briefing.lines().size());
    Map<String, Object> data = new HashMap<>();
    data.put("status", briefing.status());
    data.put("headline", briefing.headline());
    data.put("timing", briefing.timing(times));
    data.put("color", briefing.allResolved() ? OVER : color(briefing.gravity()));
    data.put(
        "lines",
        briefing.lines().subList(0, listed).stream().map(line -> line(line, times)).toList());
    data.put("more", briefing.beyond(listed));
    data.put("truncated", briefing.truncatedBySource());
    data.put("link", briefing.link().map(URI::toString).orElse(""));
    return data;
  }

  private static Map<String, Object> line(AlertLine line, TimeStyle times) {
    Map<String, Object> data = new HashMap<>();
    data.put("mark", line.mark());
    data.put("color", line.resolved() ? OVER : color(line.gravity()));
    data.put("title", line.title());
    data.put("timing", line.timing(times));
    data.put("service", line.service() == null ? "" : line.service());
    data.put("summary", line.summary());
    data.put(
        "description", line.description() == null || line.resolved() ? "" : line.description());
    data.put("runbook", line.runbook().map(URI::toString).orElse(""));
    data.put("firing", !line.resolved());
    return data;
  }

  /** Dark enough for white letters on them, bright enough to be letters on black. */
  private static String color(Gravity gravity) {
    return switch (gravity) {
      case CRITICAL -> "#c4314b";
      case WARNING -> "#9a6700";
      case INFO -> "#0969da";
    };
  }

  private static Template parse(String name, String type) {
    try (InputStream source = MailText.class.getResourceAsStream(name)) {
      if (source == null) {
        throw new IllegalStateException("the template " + name + " is missing");
      }
      String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
      return ENGINE.parse(text, Variant.forContentType(type), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
