package dev.iris.incident.lifecycle;

import dev.iris.events.Ids;
import dev.iris.incident.decision.Decisions;
import dev.iris.incident.decision.NewsGroup;
import dev.iris.incident.intake.AlertGroup;
import dev.iris.incident.intake.Intakes;
import dev.iris.incident.intake.StoredIntake;
import dev.iris.outbox.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes up one stored webhook in one transaction: each of its alerts gets its occurrence, each piece of news its transition and
 * its decision, and each audience its notification. All of it or nothing.
 */
@ApplicationScoped
class GroupTransaction {

  private static final Logger LOG = Logger.getLogger(GroupTransaction.class);

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

  Uni<Void> takeUp(UUID intakeId, Transaction transaction) {
    return Intakes.load(transaction.sql(), intakeId)
        .chain(
            found ->
                found
                    .map(intake -> takeUp(intake, intake.group(), transaction))
                    .orElseGet(
                        () -> {
                          LOG.warnf(
                              "a webhook is gone before its alerts were taken up intakeId=%s",
                              intakeId);
                          return Uni.createFrom().voidItem();
                        }));
  }

  private Uni<Void> takeUp(StoredIntake intake, AlertGroup group, Transaction transaction) {
    return SeriesStore.lock(transaction.sql(), intake, group, config.heartbeatAlert())
        .map(
            series ->
                new GroupFold(
                        lifecycle,
                        intake.source(),
                        intake.receivedAt(),
                        config.heartbeatAlert(),
                        series)
                    .fold(group.alerts()))
        .chain(
            changes ->
                store(intake, group, changes, transaction).invoke(() -> count(intake, changes)));
  }

  private Uni<Void> store(
      StoredIntake intake, AlertGroup group, Changes changes, Transaction transaction) {
    List<Uni<Void>> statements =
        new ArrayList<>(ChangeStore.statements(transaction.sql(), intake, changes));
    statements.add(
        decisions.decide(
            new NewsGroup(
                intake.id(),
                intake.source(),
                intake.receivedAt(),
                group.groupLabels(),
                group.truncated(),
                changes.news()),
            transaction));
    statements.add(
        Intakes.taken(
            transaction.sql(), intake.id(), clock.instant().truncatedTo(ChronoUnit.MICROS)));
    // All are sent at once; PostgreSQL runs them one after the other.
    return Uni.join().all(statements).andFailFast().replaceWithVoid();
  }

  private void count(StoredIntake intake, Changes changes) {
    metrics.counter("iris.news").increment(changes.news().size());
    if (changes.rejected() > 0) {
      metrics.counter("iris.alerts.rejected").increment((double) changes.rejected());
      LOG.warnf(
          "alerts were set aside intakeId=%s source=%s rejected=%d",
          intake.id(), intake.source(), changes.rejected());
    }
  }
}
