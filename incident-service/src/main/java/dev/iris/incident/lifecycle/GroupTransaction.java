package dev.iris.incident.lifecycle;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.events.Ids;
import dev.iris.incident.decision.Decisions;
import dev.iris.incident.decision.News;
import dev.iris.incident.decision.NewsGroup;
import dev.iris.incident.intake.Intakes;
import dev.iris.incident.intake.StoredIntake;
import dev.iris.outbox.Arrival;
import dev.iris.outbox.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes up stored webhooks in one transaction, in the order in which they were received: each of their alerts gets its occurrence,
 * each piece of news its transition and its decision, and each audience its notification, one for each webhook. All of it or
 * nothing. However many they are, it is a fixed handful of statements.
 */
@ApplicationScoped
class GroupTransaction {

  private static final Logger LOG = Logger.getLogger(GroupTransaction.class);

  /** By the clock that all replicas share as well as they can, then in the order in which one of them received them. */
  private static final Comparator<TakenGroup> AS_RECEIVED =
      Comparator.comparing((TakenGroup taken) -> taken.intake().receivedAt())
          .thenComparing(taken -> taken.intake().id());

  private final Decisions decisions;
  private final Lifecycle lifecycle;
  private final LifecycleConfig config;
  private final Clock clock;
  private final MeterRegistry metrics;

  GroupTransaction(
      Decisions decisions, LifecycleConfig config, Clock clock, MeterRegistry metrics) {
    this.decisions = decisions;
    this.lifecycle = new Lifecycle(config.reopenWithin(), config.peerLag(), Ids::next);
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Takes up the webhooks that these events name. */
  Uni<Void> takeUp(List<Arrival> events, Transaction transaction) {
    Map<UUID, Context> traces = new LinkedHashMap<>();
    for (Arrival arrival : events) {
      if (arrival.envelope().event() instanceof AlertGroupReceived received) {
        traces.put(received.intakeId(), arrival.trace());
      }
    }
    return Intakes.loadTogether(transaction.sql(), traces.keySet())
        .invoke(found -> warnOfMissing(traces.keySet(), found))
        .map(
            found ->
                found.stream()
                    .map(intake -> new TakenGroup(intake, intake.group()))
                    .sorted(AS_RECEIVED)
                    .toList())
        .chain(groups -> takeUp(groups, traces, transaction));
  }

  private Uni<Void> takeUp(
      List<TakenGroup> groups, Map<UUID, Context> traces, Transaction transaction) {
    if (groups.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return SeriesStore.lock(transaction.sql(), groups, config.heartbeatAlert())
        .chain(
            series -> {
              GroupFold fold = new GroupFold(lifecycle, config.heartbeatAlert(), series);
              List<NewsGroup> news =
                  groups.stream().map(group -> newsOf(group, fold.fold(group), traces)).toList();
              return store(groups, fold.changes(), news, transaction)
                  .invoke(() -> count(fold.changes(), news));
            });
  }

  private static NewsGroup newsOf(TakenGroup taken, List<News> news, Map<UUID, Context> traces) {
    StoredIntake intake = taken.intake();
    return new NewsGroup(
        intake.id(),
        intake.source(),
        intake.receivedAt(),
        taken.group().groupLabels(),
        taken.group().truncated(),
        news,
        Objects.requireNonNull(traces.get(intake.id())));
  }

  private Uni<Void> store(
      List<TakenGroup> groups, Changes changes, List<NewsGroup> news, Transaction transaction) {
    List<Uni<Void>> statements =
        new ArrayList<>(ChangeStore.statements(transaction.sql(), changes));
    statements.add(decisions.decide(news, transaction));
    statements.add(
        Intakes.taken(
            transaction.sql(),
            groups.stream().map(taken -> taken.intake().id()).toList(),
            clock.instant().truncatedTo(ChronoUnit.MICROS)));
    // All are sent at once; PostgreSQL runs them one after the other.
    return Uni.join().all(statements).andFailFast().replaceWithVoid();
  }

  private void count(Changes changes, List<NewsGroup> news) {
    metrics.counter("iris.news").increment(news.stream().mapToInt(one -> one.news().size()).sum());
    changes
        .rejected()
        .forEach(
            (intakeId, rejected) -> {
              metrics.counter("iris.alerts.rejected").increment((double) rejected);
              LOG.warnf("alerts were set aside intakeId=%s rejected=%d", intakeId, rejected);
            });
  }

  private static void warnOfMissing(Set<UUID> named, List<StoredIntake> found) {
    Set<UUID> missing = new HashSet<>(named);
    found.stream().map(StoredIntake::id).forEach(missing::remove);
    missing.forEach(
        id -> LOG.warnf("a webhook is gone before its alerts were taken up intakeId=%s", id));
  }
}
