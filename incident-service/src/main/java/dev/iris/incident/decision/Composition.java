package dev.iris.incident.decision;

import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Totals;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.incident.intake.AlertFacts;
import dev.iris.incident.intake.Excerpt;
import dev.iris.ownership.Owned;
import dev.iris.ownership.Ownership;
import dev.iris.ownership.Subject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Turns the news of one webhook into one notification per audience, each with only that audience's alerts: the gravest first,
 * as many as a notification may list, all of them counted. Pure.
 */
final class Composition {

  private static final int MAX_LABELS = 40;
  private static final int MAX_LABEL_VALUE = 200;
  private static final int MAX_DESCRIPTION = 1_000;

  /** What fires before what is over, then by gravity, then the oldest. */
  private static final Comparator<News> GRAVEST_FIRST =
      Comparator.comparing((News news) -> news.transition() == Transition.RESOLVED)
          .thenComparing(news -> Severity.rank(news.facts().severity()))
          .thenComparing(News::startsAt)
          .thenComparing(News::transitionId);

  private final Ownership ownership;
  private final Links links;
  private final Supplier<UUID> ids;

  Composition(Ownership ownership, Links links, Supplier<UUID> ids) {
    this.ownership = ownership;
    this.links = links;
    this.ids = ids;
  }

  /** One audience's share of a webhook's news. */
  record Share(
      UUID notificationId, Audience audience, List<Item> items, NotificationRequested request) {}

  /**
   * One piece of news in a share.
   *
   * @param reason why this audience is told
   */
  record Item(News news, String reason) {}

  List<Share> compose(NewsGroup group) {
    Map<String, Audience> audiences = new LinkedHashMap<>();
    Map<String, List<Item>> items = new LinkedHashMap<>();
    for (News news : group.news()) {
      for (Owned owned : ownership.of(subject(news.facts()))) {
        audiences.putIfAbsent(owned.audience().id(), owned.audience());
        items
            .computeIfAbsent(owned.audience().id(), id -> new ArrayList<>())
            .add(new Item(news, owned.reason()));
      }
    }
    return audiences.values().stream()
        .map(audience -> share(group, audience, items.getOrDefault(audience.id(), List.of())))
        .toList();
  }

  private Share share(NewsGroup group, Audience audience, List<Item> items) {
    UUID id = ids.get();
    List<News> gravestFirst = items.stream().map(Item::news).sorted(GRAVEST_FIRST).toList();
    NotificationRequested request =
        new NotificationRequested(
            id,
            audience,
            group.source(),
            bounded(group.groupLabels()),
            gravestFirst.stream()
                .limit(NotificationRequested.MAX_ALERTS)
                .map(news -> alert(news, group))
                .toList(),
            totals(gravestFirst),
            group.truncated(),
            link(id, gravestFirst));
    return new Share(id, audience, items, request);
  }

  private URI link(UUID notificationId, List<News> news) {
    return news.stream().map(News::incidentId).distinct().count() == 1
        ? links.incident(news.getFirst().incidentId())
        : links.notification(notificationId);
  }

  private AlertNews alert(News news, NewsGroup group) {
    AlertFacts facts = news.facts();
    String description = facts.description();
    return new AlertNews(
        news.transitionId(),
        news.incidentId(),
        news.transition(),
        facts.alertName(),
        facts.instance(),
        facts.service(),
        facts.severity(),
        facts.summary(),
        description == null ? null : Excerpt.of(description, MAX_DESCRIPTION),
        facts.runbookUrl(),
        news.startsAt(),
        news.endsAt(),
        news.transition() == Transition.REMINDER ? group.receivedAt() : null,
        bounded(facts.labels()),
        links.incident(news.incidentId()));
  }

  private static Totals totals(List<News> all) {
    return new Totals(
        count(all, Transition.OPENED),
        count(all, Transition.REOPENED),
        count(all, Transition.RESOLVED),
        count(all, Transition.REMINDER));
  }

  private static int count(List<News> all, Transition transition) {
    return (int) all.stream().filter(news -> news.transition() == transition).count();
  }

  private static Subject subject(AlertFacts facts) {
    return new Subject(facts.instance(), facts.service(), facts.severity(), facts.labels());
  }

  private static Map<String, String> bounded(Map<String, String> labels) {
    Map<String, String> bounded = new TreeMap<>();
    labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MAX_LABELS)
        .forEach(
            e ->
                bounded.put(
                    Excerpt.of(e.getKey(), MAX_LABEL_VALUE),
                    Excerpt.of(e.getValue(), MAX_LABEL_VALUE)));
    return bounded;
  }
}
