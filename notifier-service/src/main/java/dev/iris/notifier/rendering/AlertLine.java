package dev.iris.notifier.rendering;

import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.Transition;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One alert as a message tells of it. All texts are {@link PlainText}.
 *
 * @param severity as people call it, in capitals
 * @param until when it stopped; null while it fires
 * @param stillFiringAt when it fired still, of a reminder only
 * @param summary empty if the alert has none
 */
public record AlertLine(
    UUID transitionId,
    Gravity gravity,
    String severity,
    Transition transition,
    String name,
    @Nullable String where,
    @Nullable String service,
    Instant since,
    @Nullable Instant until,
    @Nullable Instant stillFiringAt,
    String summary,
    @Nullable String description,
    Optional<URI> runbook,
    Optional<URI> link) {

  private static final int NAME = 120;
  private static final int SUMMARY = 240;
  private static final int DESCRIPTION = 700;

  static AlertLine of(AlertNews news) {
    String severity = PlainText.line(news.severity(), 24);
    String name = PlainText.line(news.alertName(), NAME);
    return new AlertLine(
        news.transitionId(),
        Gravity.of(severity),
        severity.isEmpty() ? "NONE" : severity.toUpperCase(Locale.ROOT),
        news.transition(),
        name.isEmpty() ? "(unnamed alert)" : name,
        text(news.instance(), NAME),
        text(news.service(), NAME),
        news.startsAt(),
        news.endsAt(),
        news.stillFiringAt(),
        PlainText.line(news.summary(), SUMMARY),
        text(news.description(), DESCRIPTION),
        Links.web(news.runbookUrl()),
        Links.web(news.link().toString()));
  }

  /** Whether it is over. */
  public boolean resolved() {
    return transition == Transition.RESOLVED;
  }

  /** Whether it was told before and fires still. */
  public boolean reminder() {
    return transition == Transition.REMINDER;
  }

  /** What and where: {@code DiskFull on db01}. */
  public String title() {
    return where == null ? name : name + " on " + where;
  }

  /** The mark before the line: its severity while it fires. */
  public String mark() {
    return resolved() ? "RESOLVED" : severity;
  }

  /** Since when, and how long it lasted if it is over. */
  public String timing(TimeStyle times) {
    if (until != null) {
      return "resolved " + times.at(until) + ", after " + TimeStyle.span(since, until);
    }
    String began = "since " + times.at(since);
    return switch (transition) {
      case OPENED, RESOLVED -> began;
      case REOPENED -> "firing again, " + began;
      case REMINDER -> stillFiring() + ", " + began;
    };
  }

  /** For instance {@code still firing for 2 h 5 min}. */
  String stillFiring() {
    return "still firing"
        + (stillFiringAt == null ? "" : " for " + TimeStyle.span(since, stillFiringAt));
  }

  private static @Nullable String text(@Nullable String text, int max) {
    String line = text == null ? "" : PlainText.line(text, max);
    return line.isEmpty() ? null : line;
  }
}
