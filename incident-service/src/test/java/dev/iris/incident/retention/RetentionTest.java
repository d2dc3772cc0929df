package dev.iris.incident.retention;

import static dev.iris.incident.Scenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iris.incident.Payload;
import dev.iris.incident.Scenario;
import dev.iris.incident.WithPeers;
import dev.iris.incident.ledger.LedgerReport;
import dev.iris.incident.ledger.LedgerResource;
import dev.iris.outbox.Pruner;
import dev.iris.outbox.Pruning;
import dev.iris.testing.ConfigOf;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Webhooks that came in over six hours, long after now, so that the service's own pruning leaves them alone; the test says what
 * time it is.
 */
@QuarkusTest
@WithPeers
class RetentionTest {

  private static final Instant FIRST = Instant.parse("2031-03-30T00:20:00Z");
  private static final Duration SPAN = Duration.ofHours(6);
  private static final Instant MIDDLE = FIRST.plus(SPAN.dividedBy(2));
  private static final int WEBHOOKS = 24;
  private static final UUID NOWHERE = new UUID(0, 0);

  private static final RetentionConfig CONFIG =
      ConfigOf.mapping(
          RetentionConfig.class,
          Map.of(
              "iris.incident.retention.intake-step", "3",
              "iris.incident.retention.incident-step", "2"));

  @Inject Scenario scenario;
  @Inject LedgerResource ledger;
  @Inject Pruner pruner;
  @Inject Pool pool;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final String source = Scenario.newSource();

  @BeforeEach
  void takeUpWebhooks() {
    // The auditor reads all the time: one of the two may lose.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                scenario.rows(
                    "truncate intake, occurrence, transition, decision, notification, notification_item, delivery, episode, incident, series, ledger_hour cascade"));
    scenario.forgetOthers();
    scenario.rows("update retention_walk set after = $1", NOWHERE);
    Instant start = Instant.now().minus(1, ChronoUnit.DAYS);
    for (int i = 0; i < WEBHOOKS; i++) {
      Payload payload = Payload.group("g" + i);
      for (int alert = 0; alert < 1 + random.nextInt(4); alert++) {
        String host = "web" + random.nextInt(12);
        Instant at = start.plusSeconds(60L * i);
        switch (random.nextInt(6)) {
          case 0 -> payload.raw(7);
          case 1, 2 -> payload.resolved("HighMemory", host, at.minusSeconds(30), at);
          default -> payload.firing("HighMemory", host, at);
        }
      }
      scenario.post(source, payload.json()).statusCode(200);
    }
    scenario.awaitTakenUp(source);
    decideAndDeliver();
    moveIntoTheSpan();
    remind();
  }

  @Test
  void shouldBalanceAfterEachStepWhateverTheWindow() {
    LedgerReport whole = report(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    List<Expected> windows = Stream.generate(this::window).limit(4).toList();
    int steps = 0;

    for (Pruning pruning : List.of(intake(MIDDLE), intake(end()), incidents(end()))) {
      while (goesOn(pruning)) {
        steps++;
        assertSame(whole, report(whole.from(), whole.to()));
        windows.forEach(this::assertFigures);
      }
    }

    assertThat(steps).as("many small steps").isGreaterThan(WEBHOOKS / 3);
    assertThat(scenario.count("select count(*) from intake")).isZero();
    assertThat(scenario.count("select count(*) from occurrence")).isZero();
    assertThat(scenario.count("select count(*) from incident where status = 'resolved'")).isZero();
    assertThat(
            scenario.count(
                "select count(*) from decision d where not exists (select from transition t where t.id = d.transition_id)"))
        .isZero();
    assertThat(
            scenario.count(
                "select count(*) from delivery d where not exists (select from notification n where n.id = d.notification_id)"))
        .isZero();
  }

  @Test
  void shouldSayWhichWholeHoursItIsAbout() {
    prune(intake(MIDDLE));

    LedgerReport across = report(FIRST.plusSeconds(60), end().minusSeconds(60));
    LedgerReport retained = report(MIDDLE.plus(61, ChronoUnit.MINUTES), end());

    assertThat(across.from()).isEqualTo(FIRST.truncatedTo(ChronoUnit.HOURS));
    assertThat(across.to()).isEqualTo(end().minusSeconds(60));
    assertThat(retained.from()).isEqualTo(MIDDLE.plus(61, ChronoUnit.MINUTES));
    assertThat(retained.to()).isEqualTo(end());
  }

  @Test
  void shouldTakeInWebhooksAndShareTheWorkWhilePruning() {
    LedgerReport before = report(Instant.EPOCH, end());
    Uni<?> replicas =
        Uni.join()
            .all(IntStream.range(0, 3).mapToObj(replica -> all(intake(end()))).toList())
            .andFailFast();

    var pruned = replicas.subscribeAsCompletionStage();
    for (int i = 0; i < 20; i++) {
      scenario.send(
          source, Payload.group("now").firing("DiskFull", "db" + i, Instant.now()).json());
      assertBalanced(report(Instant.EPOCH, end()));
    }
    pruned.toCompletableFuture().join();
    scenario.awaitTakenUp(source);
    prune(intake(end()));

    LedgerReport after = report(Instant.EPOCH, end());
    assertBalanced(after);
    assertThat(after.occurrences().received()).isEqualTo(before.occurrences().received() + 20);
    assertThat(after.occurrences().news()).isEqualTo(before.occurrences().news() + 20);
    assertThat(scenario.count("select count(*) from intake")).isZero();
  }

  @Test
  void shouldLeaveNothingBehindOfAStepThatWasCutOff() {
    LedgerReport before = report(Instant.EPOCH, end());
    Pruning pruning = intake(end());

    assertThatThrownBy(
            () ->
                pool.withTransaction(
                        sql ->
                            sql.preparedQuery(pruning.step())
                                .execute(pruning.values().get())
                                .chain(
                                    rows ->
                                        Uni.createFrom()
                                            .failure(new IllegalStateException("killed"))))
                    .await()
                    .atMost(PATIENCE))
        .hasMessageContaining("killed");

    assertThat(scenario.count("select count(*) from intake")).isEqualTo(WEBHOOKS);
    assertThat(scenario.count("select count(*) from ledger_hour")).isZero();
    assertSame(before, report(before.from(), before.to()));
  }

  @Test
  void shouldKeepWhatWasNotTakenUp() {
    UUID waiting = anyIntake("received_at < '%s'".formatted(MIDDLE));
    scenario.rows("update intake set taken_at = null where id = $1", waiting);

    prune(intake(end()));

    assertThat(scenario.rows("select id from intake").getFirst().getUUID(0)).isEqualTo(waiting);
    assertThat(scenario.count("select count(*) from occurrence where intake_id <> $1", waiting))
        .isZero();
  }

  @Test
  void shouldRestWhileManyWebhooksWait() {
    RetentionConfig impatient =
        ConfigOf.mapping(
            RetentionConfig.class, Map.of("iris.incident.retention.busy-backlog", "2"));
    Clock clock = clock(end(), impatient.intake());
    scenario.rows("update intake set taken_at = null where id in (select id from intake limit 2)");

    assertThat(step(IntakePruning.of(impatient, clock))).isFalse();
    assertThat(scenario.count("select count(*) from intake")).isEqualTo(WEBHOOKS);
  }

  @Test
  void shouldKeepIncidentsThatAreOpenOrWhoseWebhooksAreThere() {
    long incidents = scenario.count("select count(*) from incident");
    long open = scenario.count("select count(*) from incident where status <> 'resolved'");

    prune(incidents(end()));
    assertThat(scenario.count("select count(*) from incident")).isEqualTo(incidents);

    prune(intake(end()));
    prune(incidents(end()));
    assertThat(scenario.count("select count(*) from incident")).isEqualTo(open);
    assertThat(scenario.count("select count(distinct incident_id) from transition"))
        .isEqualTo(open);
  }

  @Test
  void shouldForgetSeriesThatAreOfNoUseAnyMore() {
    String other = Scenario.newSource();
    scenario.send(
        other,
        Payload.group("g")
            .resolved("HighMemory", "gone", Instant.now(), Instant.now().plusSeconds(1))
            .firing("HighMemory", "here", Instant.now())
            .json());
    Instant soon = Instant.now().plusSeconds(60);

    walk(soon.minus(1, ChronoUnit.DAYS));
    assertThat(scenario.count("select count(*) from series where source = $1", other)).isEqualTo(2);

    walk(soon);
    assertThat(scenario.rows("select instance from series where source = $1", other))
        .extracting(row -> row.getString(0))
        .containsExactly("here");
  }

  @Test
  void shouldForgetOldRefusals() {
    scenario.rows("truncate refusal");
    scenario.rows(
        "insert into refusal values ('s', 'r', '2030-01-01', 1), ('s', 'r', '2031-03-30', 1)");

    prune(RefusalPruning.of(CONFIG, clock(FIRST, CONFIG.refusals())));

    assertThat(scenario.count("select count(*) from refusal")).isZero();
  }

  @Test
  void shouldNameAnOccurrenceThatIsGoneFromTheRetainedPart() {
    prune(intake(MIDDLE));
    scenario.rows(
        "delete from occurrence where intake_id = $1",
        anyIntake("received_at > '%s'".formatted(MIDDLE)));

    assertThat(kinds()).containsOnly("occurrence-missing");
  }

  @Test
  void shouldNoticeNewsThatIsGoneOnEitherSide() {
    prune(intake(MIDDLE));
    scenario.rows("delete from transition where received_at < '%s'".formatted(MIDDLE));
    assertThat(kinds()).containsOnly("decision-orphaned");

    scenario.rows("delete from transition");
    assertThat(kinds()).contains("transition-missing", "decision-orphaned");
  }

  @Test
  void shouldNoticeADecisionThatIsGoneThoughItsWebhookWasPruned() {
    prune(intake(end()));
    scenario.rows(
        "delete from decision where transition_id = (select id from transition order by received_at limit 1)");

    assertThat(kinds()).containsOnly("decision-missing");
  }

  @Test
  void shouldNoticeThatNewsWithItsDecisionIsGoneThoughNothingElseTellsOfIt() {
    prune(intake(end()));
    scenario.rows(
        """
        with gone as (delete from transition where id = (select id from transition order by received_at limit 1) returning id)
        delete from decision where transition_id in (select id from gone)""");

    assertThat(kinds()).containsOnly("sum");
  }

  /** A window and what the ledger said of it, and of the whole hours around either end, before anything was pruned. */
  private record Expected(Instant from, Instant to, Map<List<Instant>, LedgerReport> reports) {}

  private Expected window() {
    Instant from = FIRST.plusSeconds(random.nextLong(SPAN.toSeconds()));
    Instant to = from.plusSeconds(random.nextLong(SPAN.toSeconds()));
    Map<List<Instant>, LedgerReport> reports = new HashMap<>();
    for (Instant start : List.of(from, floor(from))) {
      for (Instant end : List.of(to, ceiling(to))) {
        reports.put(List.of(start, end), report(start, end));
      }
    }
    return new Expected(from, to, reports);
  }

  private void assertFigures(Expected expected) {
    LedgerReport now = report(expected.from(), expected.to());
    LedgerReport before =
        Objects.requireNonNull(
            expected.reports().get(List.of(now.from(), now.to())),
            () -> "neither the window's own ends nor whole hours, seed " + seed);
    assertSame(before, now);
  }

  private void assertSame(LedgerReport before, LedgerReport now) {
    assertThat(now.occurrences()).as("seed %d", seed).isEqualTo(before.occurrences());
    assertThat(now.news()).as("seed %d", seed).isEqualTo(before.news());
    assertThat(now.withheldBy()).as("seed %d", seed).isEqualTo(before.withheldBy());
    assertThat(now.deliveries()).as("seed %d", seed).isEqualTo(before.deliveries());
    assertBalanced(now);
  }

  private void assertBalanced(LedgerReport report) {
    assertThat(report.discrepancies()).as("seed %d", seed).isEmpty();
    assertThat(report.balanced()).isTrue();
  }

  private List<String> kinds() {
    return report(Instant.EPOCH, end()).discrepancies().stream()
        .map(LedgerReport.Discrepancy::kind)
        .toList();
  }

  private LedgerReport report(Instant from, Instant to) {
    return ledger.ledger(from.toString(), to.toString()).await().atMost(PATIENCE);
  }

  private boolean step(Pruning pruning) {
    return pruner.step(pruning).await().atMost(PATIENCE);
  }

  /** A walk also goes on past rows of which none is removed. */
  private boolean goesOn(Pruning pruning) {
    return step(pruning)
        || scenario.count("select count(*) from retention_walk where after <> $1", NOWHERE) > 0;
  }

  private void prune(Pruning pruning) {
    while (goesOn(pruning)) {
      // until nothing is left
    }
  }

  private Uni<Void> all(Pruning pruning) {
    return Uni.createFrom()
        .deferred(() -> pruner.step(pruning))
        .repeat()
        .whilst(any -> any)
        .onItem()
        .ignoreAsUni();
  }

  /** Past all series: first go the periods, then, the next time, the series that had nothing else. */
  private void walk(Instant until) {
    Pruning pruning = SeriesPruning.of(CONFIG, clock(until, CONFIG.incidents()));
    prune(pruning);
    prune(pruning);
  }

  private static Pruning intake(Instant until) {
    return IntakePruning.of(CONFIG, clock(until, CONFIG.intake()));
  }

  private static Pruning incidents(Instant until) {
    return IncidentPruning.of(CONFIG, clock(until, CONFIG.incidents()));
  }

  /** At which everything before that time is due. */
  private static Clock clock(Instant until, Duration kept) {
    return Clock.fixed(until.plus(kept), ZoneOffset.UTC);
  }

  private static Instant end() {
    return FIRST.plus(SPAN);
  }

  private static Instant floor(Instant time) {
    return time.truncatedTo(ChronoUnit.HOURS);
  }

  private static Instant ceiling(Instant time) {
    Instant floor = floor(time);
    return floor.equals(time) ? time : floor.plus(1, ChronoUnit.HOURS);
  }

  private UUID anyIntake(String where) {
    return scenario
        .rows(
            "select id from intake i where %s and exists (select from occurrence where intake_id = i.id) limit 1"
                .formatted(where))
        .getFirst()
        .getUUID(0);
  }

  /** All that can become of news and deliveries. */
  private void decideAndDeliver() {
    scenario.rows(
        """
        update decision set status = 'withheld', withheld_by = 'tag:flaky'
        where transition_id in (select id from transition order by id limit 3)""");
    scenario.rows(
        """
        update decision set status = 'told'
        where status = 'pending' and transition_id in (select id from transition order by id desc limit 5)""");
    scenario.rows("update notification set planned_deliveries = 3");
    scenario.rows(
        """
        insert into delivery (id, notification_id, status, planned_at)
        select gen_random_uuid(), n.id, s.status, now()
        from notification n, unnest(array['accepted', 'failed', 'accepted']) as s (status)""");
  }

  private void moveIntoTheSpan() {
    List<UUID> ids = new ArrayList<>();
    scenario.rows("select id from intake").forEach(row -> ids.add(row.getUUID(0)));
    List<Instant> times =
        new ArrayList<>(
            ids.stream()
                .map(id -> FIRST.plusSeconds(1 + random.nextLong(SPAN.toSeconds() - 2)))
                .toList());
    times.set(0, FIRST);
    scenario.rows(
        "update intake set received_at = m.at from unnest($1::uuid[], $2::timestamptz[]) as m (id, at) where intake.id = m.id",
        ids.toArray(UUID[]::new),
        times.stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new));
    for (String table : List.of("occurrence", "transition", "notification")) {
      scenario.rows(
          "update %1$s set received_at = i.received_at from intake i where i.id = %1$s.intake_id"
              .formatted(table));
    }
    scenario.rows(
        "update decision d set decided_at = t.received_at from transition t where t.id = d.transition_id");
  }

  /** Of some incidents, some time after they opened: news that no webhook brought. */
  private void remind() {
    scenario.rows(
        """
        with reminder as (
          insert into transition (id, episode_id, incident_id, kind, ordinal, at, received_at, incident_version)
          select gen_random_uuid(), episode_id, incident_id, 'reminder', 1, at, received_at + interval '40 minutes', incident_version
          from transition where kind = 'opened' and received_at < $1 order by id limit 6
          returning id, received_at)
        insert into decision (transition_id, revision, current, status, withheld_by, decided_at)
        select id, 1, true, 'withheld', 'acknowledged', received_at from reminder""",
        MIDDLE.atOffset(ZoneOffset.UTC));
  }
}
