package dev.iris.incident.reminder;

import dev.iris.incident.decision.Decisions;
import dev.iris.incident.decision.News;
import dev.iris.incident.decision.NewsGroup;
import dev.iris.incident.reminder.ReminderStore.Reminder;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reminds people of what is due: claim, transition, decision and notification in one transaction, some incidents at a time. Every
 * replica does, one at a time; none waits for another, and none reminds of what another has claimed.
 */
@ApplicationScoped
class Reminders {

  private final Transactions transactions;
  private final Decisions decisions;
  private final Clock clock;
  private final Map<String, Duration> intervals;
  private final int atATime;
  private final Counter reminders;

  Reminders(
      Transactions transactions,
      Decisions decisions,
      ReminderConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.decisions = decisions;
    this.clock = clock;
    this.intervals = config.intervals();
    this.atATime = config.atATime();
    this.reminders = metrics.counter("iris.reminders");
  }

  /** Reminds of what is due now, or of a part of it: what is left is due at the next tick. */
  Uni<Void> remind() {
    if (intervals.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions
        .run(
            transaction ->
                ReminderStore.takeTurn(transaction.sql())
                    .chain(ours -> ours ? claim(transaction, now) : nothing())
                    .call(claimed -> tell(claimed, transaction, now)))
        .invoke(claimed -> reminders.increment(claimed.size()))
        .replaceWithVoid();
  }

  private Uni<List<Reminder>> claim(Transaction transaction, Instant now) {
    return ReminderStore.claim(transaction.sql(), intervals, atATime, now);
  }

  private static Uni<List<Reminder>> nothing() {
    return Uni.createFrom().item(List.of());
  }

  private Uni<Void> tell(List<Reminder> claimed, Transaction transaction, Instant now) {
    if (claimed.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<NewsGroup> groups =
        claimed.stream()
            .map(Reminder::news)
            .collect(
                Collectors.groupingBy(
                    news -> news.facts().source(), TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(group -> group(group.getKey(), group.getValue(), now))
            .toList();
    return ReminderStore.insert(transaction.sql(), claimed, now)
        .chain(() -> decisions.decide(groups, transaction));
  }

  private static NewsGroup group(String source, List<News> news, Instant now) {
    return new NewsGroup(null, source, now, Map.of(), 0, news);
  }
}
