package dev.iris.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests that somebody be told something. */
public sealed interface NotificationEvent extends Event {

  /**
   * Tell one audience about the news of one alert group: channel-neutral, and with only that audience's alerts.
   *
   * @param notificationId also what a channel that can tell repeats uses as its idempotency key
   * @param source where the alerts came from
   * @param groupLabels the labels the group shares, as Alertmanager grouped it
   * @param alerts what is news, the gravest first, at most {@link #MAX_ALERTS}
   * @param totals how many pieces of news there are by transition, also those that {@code alerts} leaves out
   * @param truncatedBySource alerts that Alertmanager itself cut off ({@code max_alerts})
   * @param link one page where all of it can be seen
   */
  record NotificationRequested(
      UUID notificationId,
      Audience audience,
      String source,
      Map<String, String> groupLabels,
      List<AlertNews> alerts,
      Totals totals,
      int truncatedBySource,
      URI link)
      implements NotificationEvent {

    /** More than any channel can show; the rest is counted and linked. */
    public static final int MAX_ALERTS = 100;

    public NotificationRequested {
      if (alerts.isEmpty() || alerts.size() > MAX_ALERTS) {
        throw new IllegalArgumentException(
            "a notification lists 1 to " + MAX_ALERTS + " alerts, not " + alerts.size());
      }
      groupLabels = Map.copyOf(groupLabels);
      alerts = List.copyOf(alerts);
    }

    /** {@inheritDoc} */
    @Override
    public String subject() {
      return "notification/" + notificationId;
    }
  }

  /**
   * Who is to be told.
   *
   * @param id {@link #DEFAULT} means the notifier's own default audience; {@code recipients} is empty then
   */
  record Audience(String id, String name, List<Recipient> recipients) {

    /** The audience that is told when nobody else is responsible, or when nobody else could be reached. */
    public static final String DEFAULT = "default";

    public Audience {
      recipients = List.copyOf(recipients);
    }
  }

  /** A person or a team, with the ways to reach them in the order they prefer. */
  record Recipient(String id, String name, List<Route> routes) {
    public Recipient {
      routes = List.copyOf(routes);
    }
  }

  /**
   * One way to reach somebody.
   *
   * @param channelId a channel of the notifier's; its URL is a secret and never travels
   * @param address the mail address, where the channel wants one
   */
  record Route(String channelId, @Nullable String address) {}

  /** What happened to an incident that somebody should hear of. */
  enum Transition {
    OPENED,
    REOPENED,
    RESOLVED,
    /** Nothing happened, and that is the news: it fires still, and nobody took it up. */
    REMINDER
  }

  /**
   * How many pieces of news there are of each transition.
   *
   * @param reminders 0 where an earlier version wrote it
   */
  record Totals(int opened, int reopened, int resolved, int reminders) {

    @JsonCreator
    static Totals read(
        @JsonProperty("opened") int opened,
        @JsonProperty("reopened") int reopened,
        @JsonProperty("resolved") int resolved,
        @JsonProperty("reminders") @Nullable Integer reminders) {
      return new Totals(opened, reopened, resolved, reminders == null ? 0 : reminders);
    }

    /** All of them. */
    public int all() {
      return opened + reopened + resolved + reminders;
    }

    /** Those that are firing now. */
    public int firing() {
      return opened + reopened + reminders;
    }
  }

  /**
   * One piece of news: one transition of one incident.
   *
   * @param severity as in {@link IncidentEvent.IncidentFacts}
   * @param startsAt when the alert began to fire
   * @param endsAt when it stopped; null while it fires
   * @param stillFiringAt when it fired still, of a reminder only
   * @param labels the alert's labels, long values cut
   */
  record AlertNews(
      UUID transitionId,
      UUID incidentId,
      Transition transition,
      String alertName,
      @Nullable String instance,
      @Nullable String service,
      String severity,
      String summary,
      @Nullable String description,
      @Nullable String runbookUrl,
      Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable Instant stillFiringAt,
      Map<String, String> labels,
      URI link) {
    public AlertNews {
      labels = Map.copyOf(labels);
    }
  }
}
