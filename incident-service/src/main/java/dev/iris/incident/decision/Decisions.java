package dev.iris.incident.decision;

import dev.iris.events.Event;
import dev.iris.events.Ids;
import dev.iris.events.IncidentEvent.IncidentOpened;
import dev.iris.events.IncidentEvent.IncidentReopened;
import dev.iris.events.IncidentEvent.IncidentResolved;
import dev.iris.incident.decision.DecisionStore.Decided;
import dev.iris.incident.decision.DecisionStore.Notice;
import dev.iris.outbox.SequencedEvent;
import dev.iris.outbox.Transaction;
import dev.iris.ownership.Ownership;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Decides about each piece of news and asks the notifier to tell it, in the transaction that made it news: there is no moment
 * at which news has no decision.
 */
@ApplicationScoped
public class Decisions {

  private final Composition composition;
  private final Clock clock;

  Decisions(@ConfigProperty(name = "iris.public-url") URI publicUrl, Clock clock) {
    this.composition = new Composition(new Ownership(), new Links(publicUrl), Ids::next);
    this.clock = clock;
  }

  /**
   * Decides about all news of webhooks, each webhook by itself. The caller holds the locks on their groups, so that no two replicas
   * cut one in two. Everything is sent to PostgreSQL at once, in order, without waiting in between.
   */
  public Uni<Void> decide(List<NewsGroup> groups, Transaction transaction) {
    List<NewsGroup> telling = groups.stream().filter(group -> !group.news().isEmpty()).toList();
    if (telling.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Decided> decided =
        telling.stream()
            .flatMap(group -> group.news().stream())
            .map(news -> new Decided(news.transitionId(), new Decision.Pending()))
            .toList();
    List<Notice> notices =
        telling.stream()
            .flatMap(group -> composition.compose(group).stream().map(s -> new Notice(group, s)))
            .toList();
    return Uni.join()
        .all(
            DecisionStore.insertDecisions(transaction.sql(), decided, now),
            DecisionStore.insertNotifications(transaction.sql(), notices, now),
            DecisionStore.insertItems(transaction.sql(), notices),
            transaction.publish(events(telling, notices)))
        .andFailFast()
        .replaceWithVoid();
  }

  private static List<SequencedEvent> events(List<NewsGroup> groups, List<Notice> notices) {
    return Stream.concat(
            notices.stream()
                .map(
                    notice ->
                        new SequencedEvent(notice.share().request(), 1, notice.group().trace())),
            groups.stream()
                .flatMap(
                    group -> group.news().stream().flatMap(news -> incidentEvent(news, group))))
        .toList();
  }

  private static Stream<SequencedEvent> incidentEvent(News news, NewsGroup group) {
    @Nullable Event event =
        switch (news.transition()) {
          case OPENED -> new IncidentOpened(news.incident());
          case REOPENED -> new IncidentReopened(news.incident(), news.flaps());
          case RESOLVED ->
              new IncidentResolved(news.incident(), Objects.requireNonNull(news.endsAt()));
          // The incident is as it was.
          case REMINDER -> null;
        };
    return event == null
        ? Stream.of()
        : Stream.of(new SequencedEvent(event, news.incidentVersion(), group.trace()));
  }
}
