package dev.iris.notifier.dispatch;

import dev.iris.events.Envelope;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.notifier.rendering.Briefing;
import dev.iris.notifier.rendering.NewsCount;
import dev.iris.notifier.rendering.Report;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something to be told, as far as planning it and its rows are concerned.
 *
 * @param reference what an operator calls it
 * @param rank how grave it is among others, the smaller the graver
 */
record Notice(UUID id, Audience audience, String reference, short rank, NewsCount news) {

  /** What an event asks to be told; empty if it asks for nothing. */
  static Optional<Notice> of(Envelope envelope) {
    return envelope.event() instanceof NotificationRequested notification
        ? Optional.of(of(notification))
        : Report.of(envelope).map(Notice::of);
  }

  private static Notice of(NotificationRequested notification) {
    Briefing briefing = Briefing.of(notification);
    return new Notice(
        notification.notificationId(),
        notification.audience(),
        briefing.reference(),
        briefing.rank(),
        NewsCount.of(notification));
  }

  private static Notice of(Report report) {
    String severity = report.gravity().name().toLowerCase(Locale.ROOT);
    return new Notice(
        report.id(),
        Report.AUDIENCE,
        report.headline(),
        (short) (report.good() ? 2 : 1),
        new NewsCount(1, 0, 0, 0, Map.of(severity, 1)));
  }
}
