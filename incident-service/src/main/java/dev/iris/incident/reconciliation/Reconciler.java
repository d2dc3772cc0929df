package dev.iris.incident.reconciliation;

import dev.iris.incident.intake.Origin;
import dev.iris.incident.intake.OwnAlerts;
import dev.iris.incident.intake.OwnGroup;
import dev.iris.incident.intake.OwnGroup.OwnAlert;
import dev.iris.incident.reconciliation.Comparison.Absences;
import dev.iris.incident.reconciliation.Comparison.Look;
import dev.iris.incident.reconciliation.Comparison.Missed;
import dev.iris.incident.reconciliation.PeerAnswer.Listed;
import dev.iris.outbox.Transaction;
import dev.iris.outbox.Transactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one source: claims the slot, asks the peers while no transaction is open, and stores what follows in one
 * transaction, unless a later slot has been claimed by then. What it finds out goes in through Iris' own door, so that it is
 * folded, decided and counted as if Alertmanager had posted it.
 */
@Singleton
final class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final Transactions transactions;
  private final OwnAlerts ownAlerts;
  private final PeerClient peers;
  private final ReconciliationConfig config;
  private final Comparison comparison;
  private final Clock clock;

  Reconciler(
      Transactions transactions,
      OwnAlerts ownAlerts,
      PeerClient peers,
      ReconciliationConfig config,
      Clock clock) {
    this.transactions = transactions;
    this.ownAlerts = ownAlerts;
    this.peers = peers;
    this.config = config;
    this.comparison = new Comparison(config);
    this.clock = clock;
  }

  /** Looks at a source, if no other replica does so in this slot. */
  Uni<Void> reconcile(Source source) {
    Instant slot = Slots.at(clock.instant(), config.interval());
    return transactions
        .run(transaction -> claim(transaction.sql(), source, slot))
        .chain(
            open ->
                open == null
                    ? Uni.createFrom().voidItem()
                    : ask(source, open)
                        .chain(
                            answers ->
                                transactions.run(
                                    transaction -> conclude(source, slot, answers, transaction)))
                        .invoke(done -> log(source, done))
                        .replaceWithVoid());
  }

  /** The fingerprints of the open incidents, null if the slot is another's. */
  private static Uni<@Nullable Set<String>> claim(SqlConnection sql, Source source, Instant slot) {
    return Slots.claim(sql, source.name(), slot)
        .chain(
            mine ->
                mine
                    ? IncidentStore.fingerprints(sql, source.name())
                    : Uni.createFrom().nullItem());
  }

  private Uni<List<PeerAnswer>> ask(Source source, Set<String> open) {
    return Uni.createFrom()
        .item(() -> peers.ask(source.peers(), open))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /** What came of it, for the log. */
  private record Done(
      List<PeerStore.Changed> peers, int stale, int seenAgain, int closed, int found) {
    static final Done NOTHING = new Done(List.of(), 0, 0, 0, 0);
  }

  private Uni<Done> conclude(
      Source source, Instant slot, List<PeerAnswer> answers, Transaction transaction) {
    return Slots.hold(transaction.sql(), source.name(), slot)
        .chain(
            held ->
                held.isEmpty()
                    ? Uni.createFrom().item(Done.NOTHING)
                    : conclude(source, held.get(), answers, transaction));
  }

  private Uni<Done> conclude(
      Source source, Slots.Held held, List<PeerAnswer> answers, Transaction transaction) {
    SqlConnection sql = transaction.sql();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<PeerView> views =
        answers.stream()
            .filter(Listed.class::isInstance)
            .map(answer -> ((Listed) answer).view())
            .toList();
    Uni<List<PeerStore.Changed>> changed = PeerStore.store(sql, source.name(), answers, now);
    if (views.isEmpty()) {
      return changed.map(peersChanged -> new Done(peersChanged, 0, 0, 0, 0));
    }
    PeerView view = PeerView.together(views);
    return changed.chain(
        peersChanged ->
            IncidentStore.hasHeartbeat(sql, source.name())
                .map(
                    heartbeat ->
                        new Look(
                            view,
                            views.size() == answers.size() && (view.alive() || !heartbeat),
                            elapsed(held.wholeAt(), now)))
                .chain(look -> settle(source, look, now, transaction))
                .map(
                    done ->
                        new Done(
                            peersChanged,
                            done.stale(),
                            done.seenAgain(),
                            done.closed(),
                            done.found())));
  }

  /** Time in which nobody looked does not count. */
  private Duration elapsed(@Nullable Instant wholeAt, Instant now) {
    Duration most = config.interval().multipliedBy(2);
    Duration elapsed = wholeAt == null ? Duration.ZERO : Duration.between(wholeAt, now);
    return elapsed.isNegative() ? Duration.ZERO : elapsed.compareTo(most) > 0 ? most : elapsed;
  }

  private Uni<Done> settle(Source source, Look look, Instant now, Transaction transaction) {
    SqlConnection sql = transaction.sql();
    return IncidentStore.open(sql, source.name())
        .chain(
            open ->
                MissedStore.load(sql, source.name())
                    .chain(missed -> settle(source, look, open, missed, now, transaction)));
  }

  private Uni<Done> settle(
      Source source,
      Look look,
      List<OpenIncident> open,
      Map<String, MissedFiring> before,
      Instant now,
      Transaction transaction) {
    SqlConnection sql = transaction.sql();
    Absences absences = comparison.absences(open, look, now);
    Set<String> fingerprints =
        open.stream().map(OpenIncident::fingerprint).collect(Collectors.toSet());
    Missed missed =
        source.findMissed()
            ? comparison.missed(source, look.view(), fingerprints, before, now)
            : new Missed(Set.of(), List.of());
    return (look.whole() ? Slots.whole(sql, source.name(), now) : Uni.createFrom().voidItem())
        .chain(() -> IncidentStore.store(sql, source.name(), absences, look.elapsed(), now))
        .chain(resolves -> report(source, resolves, transaction))
        .chain(
            closed ->
                MissedStore.store(sql, source.name(), missed, now)
                    .chain(firings -> report(source, firings, transaction))
                    .map(
                        found ->
                            new Done(
                                List.of(),
                                absences.stale().size(),
                                absences.seenAgain().size(),
                                closed,
                                found)));
  }

  private Uni<Integer> report(Source source, List<OwnAlert> alerts, Transaction transaction) {
    return alerts.isEmpty()
        ? Uni.createFrom().item(0)
        : ownAlerts
            .store(
                new OwnGroup(source.name(), Origin.RECONCILIATION, Map.of(), alerts), transaction)
            .replaceWith(alerts.size());
  }

  private static void log(Source source, Done done) {
    for (PeerStore.Changed peer : done.peers()) {
      if (peer.reason() == null) {
        LOG.infof("an Alertmanager answers source=%s peer=%s", source.name(), peer.peer());
      } else {
        LOG.warnf(
            "an Alertmanager does not answer, so that no absence is believed source=%s peer=%s reason=%s",
            source.name(), peer.peer(), peer.reason());
      }
    }
    if (done.stale() + done.seenAgain() + done.closed() + done.found() > 0) {
      LOG.infof(
          "Alertmanager knew better source=%s stale=%d seenAgain=%d closed=%d found=%d",
          source.name(), done.stale(), done.seenAgain(), done.closed(), done.found());
    }
  }
}
