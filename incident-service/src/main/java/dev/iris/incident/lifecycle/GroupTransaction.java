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
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes up stored webhooks in one transaction, in the order in which they were received, each group's after all that was queued
 * of it before: each of their alerts gets its occurrence,
 * each piece of news its transition and its decision, and each audience its notification, one for each webhook. All of it or
 * nothing. However many they are, it is a fixed handful of statements.
 */
@Singleton
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
    return Intakes.lockQueued(transaction.sql(), traces.keySet())
        .call(queued -> warnOfGone(traces.keySet(), queued, transaction.sql()))
        .chain(queued -> takeUp(queued, traces, transaction));
  }

  /**
   * Earlier ones of their groups that are queued still go first. If that fails, a single one goes alone: what is wrong with another
   * one must not hold it up for ever.
   */
  private Uni<Void> takeUp(List<UUID> queued, Map<UUID, Context> traces, Transaction transaction) {
    List<UUID> own = queued.stream().filter(traces::containsKey).toList();
    if (own.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    if (own.size() > 1 || queued.size() == own.size()) {
      return takeUpNow(queued, traces, transaction);
    }
    return execute(transaction.sql(), "savepoint alone")
        .chain(() -> takeUpNow(queued, traces, transaction))
        .onFailure(failure -> !isConflict(failure))
        .recoverWithUni(
            failure ->
                execute(transaction.sql(), "rollback to savepoint alone")
                    .invoke(
                        () ->
                            LOG.warnf("a webhook overtakes an earlier one that fails: %s", failure))
                    .chain(() -> takeUpNow(own, traces, transaction)));
  }

  private Uni<Void> takeUpNow(List<UUID> ids, Map<UUID, Context> traces, Transaction transaction) {
    return Intakes.loadTogether(transaction.sql(), ids)
        .map(
            found ->
                found.stream()
                    .map(intake -> new TakenGroup(intake, intake.group()))
                    .sorted(AS_RECEIVED)
                    .toList())
        .chain(groups -> takeUpGroups(groups, traces, transaction));
  }

  /** Whoever lost against another replica begins anew, with all of it. */
  private static boolean isConflict(Throwable failure) {
    return failure instanceof PgException refused
        && String.valueOf(refused.getSqlState()).startsWith("40");
  }

  private static Uni<Void> execute(SqlConnection sql, String statement) {
    return sql.query(statement).execute().replaceWithVoid();
  }

  private Uni<Void> takeUpGroups(
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
        // of one that is taken up before its own event came only the webhook is known
        traces.getOrDefault(intake.id(), Context.root()));
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

  private static Uni<Void> warnOfGone(Set<UUID> named, List<UUID> queued, SqlConnection sql) {
    Set<UUID> missing = new HashSet<>(named);
    queued.forEach(missing::remove);
    if (missing.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return Intakes.gone(sql, missing)
        .invoke(
            gone ->
                gone.forEach(
                    id ->
                        LOG.warnf(
                            "a webhook is gone before its alerts were taken up intakeId=%s", id)))
        .replaceWithVoid();
  }
}
