package dev.iris.notifier;

import dev.iris.events.Envelope;
import dev.iris.events.Ids;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Recipient;
import dev.iris.events.NotificationEvent.Totals;
import dev.iris.events.NotificationEvent.Transition;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notifications for tests. */
public final class News {

  public static final Instant SINCE = Instant.parse("2026-11-22T18:02:11.123456Z");

  private News() {}

  /** An alert that fires, with everything a good one has. */
  public static AlertNews firing(String severity, String name, String instance) {
    return alert(
        Transition.OPENED,
        severity,
        name,
        instance,
        name + " needs a look",
        "Check it.",
        "https://wiki.example.org/" + name);
  }

  /** One that is over, 47 minutes later. */
  public static AlertNews resolved(String severity, String name, String instance) {
    return alert(
        Transition.RESOLVED, severity, name, instance, name + " needed a look", null, null);
  }

  /** One that fires still, 2 hours and 5 minutes later. */
  public static AlertNews stillFiring(String severity, String name, String instance) {
    return alert(
        Transition.REMINDER, severity, name, instance, name + " needs a look", "Check it.", null);
  }

  /** One with these texts. */
  public static AlertNews alert(
      Transition transition,
      String severity,
      String name,
      String instance,
      String summary,
      @Nullable String description,
      @Nullable String runbookUrl) {
    Instant endsAt = transition == Transition.RESOLVED ? SINCE.plusSeconds(47 * 60) : null;
    return new AlertNews(
        Ids.next(),
        Ids.next(),
        transition,
        name,
        instance,
        null,
        severity,
        summary,
        description,
        runbookUrl,
        SINCE,
        endsAt,
        transition == Transition.REMINDER ? SINCE.plusSeconds(125 * 60) : null,
        Map.of("alertname", name, "severity", severity),
        URI.create("http://127.0.0.1:8080/incidents/1"));
  }

  /** A notification of all of these for the default audience. */
  public static NotificationRequested of(AlertNews... alerts) {
    return of(
        new Audience(Audience.DEFAULT, "Default audience", List.of()),
        List.of(alerts),
        alerts.length);
  }

  /** A notification for people. */
  public static NotificationRequested to(List<Recipient> recipients, AlertNews... alerts) {
    return of(new Audience("team", "Team", recipients), List.of(alerts), alerts.length);
  }

  /** A notification of {@code all} alerts of which it lists some; those that it does not list fire. */
  public static NotificationRequested of(Audience audience, List<AlertNews> alerts, int all) {
    int resolved = count(alerts, Transition.RESOLVED);
    int reopened = count(alerts, Transition.REOPENED);
    int reminders = count(alerts, Transition.REMINDER);
    Totals totals =
        new Totals(all - resolved - reopened - reminders, reopened, resolved, reminders);
    return new NotificationRequested(
        Ids.next(),
        audience,
        "default",
        Map.of(),
        alerts,
        totals,
        0,
        URI.create("http://127.0.0.1:8080/incidents"));
  }

  private static int count(List<AlertNews> alerts, Transition transition) {
    return (int) alerts.stream().filter(alert -> alert.transition() == transition).count();
  }

  /** The notification as it travels. */
  public static Envelope envelope(NotificationRequested notification) {
    return new Envelope(Ids.next(), 1, Instant.now(), 1, null, notification);
  }
}
