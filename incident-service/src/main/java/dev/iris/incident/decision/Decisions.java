package dev.iris.incident.decision;

import dev.iris.events.Event;
import dev.iris.events.Ids;
import dev.iris.events.IncidentEvent.IncidentOpened;
import dev.iris.events.IncidentEvent.IncidentReopened;
import dev.iris.events.IncidentEvent.IncidentResolved;
import dev.iris.incident.decision.Composition.Share;
import dev.iris.incident.decision.DecisionStore.Decided;
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
   * Decides about all news of one webhook. The caller holds the lock on the group, so that no two replicas cut it in two.
   * Everything is sent to PostgreSQL at once, in order, without waiting in between.
   */
  public Uni<Void> decide(NewsGroup group, Transaction transaction) {
    if (group.news().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Decided> decided =
        group.news().stream()
            .map(news -> new Decided(news.transitionId(), new Decision.Pending()))
            .toList();
    List<Share> shares = composition.compose(group);
    return Uni.join()
        .all(
            DecisionStore.insertDecisions(transaction.sql(), decided, now),
            DecisionStore.insertNotifications(transaction.sql(), group, shares, now),
            DecisionStore.insertItems(transaction.sql(), shares),
            transaction.publish(events(group, shares)))
        .andFailFast()
        .replaceWithVoid();
  }

  private static List<SequencedEvent> events(NewsGroup group, List<Share> shares) {
    return Stream.concat(
            shares.stream().map(share -> new SequencedEvent(share.request(), 1)),
            group.news().stream().flatMap(Decisions::incidentEvent))
        .toList();
  }

  private static Stream<SequencedEvent> incidentEvent(News news) {
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
        : Stream.of(new SequencedEvent(event, news.incidentVersion()));
  }
}
