package dev.iris.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.iris.events.IncidentEvent.IncidentOpened;
import dev.iris.events.IncidentEvent.IncidentReopened;
import dev.iris.events.IncidentEvent.IncidentResolved;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Totals;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** From the webhook to the request that somebody be told, on real PostgreSQL and Redis. */
@QuarkusTest
@WithPeers
class AlertPathTest {

  @SuppressWarnings("TimeInStaticInitializer") // some time of late, the same for all tests
  private static final Instant START =
      Instant.now().minus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MICROS).plusNanos(7_000);

  @Inject Scenario scenario;

  private final String source = Scenario.newSource();

  @Test
  void shouldMakeOneIncidentOneDecisionAndOneRequestOfAnAlert() {
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", START).json());

    assertThat(
            scenario.rows(
                "select status, alert_name, instance, severity, starts_at, summary from incident where source = $1",
                source))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString("status")).isEqualTo("firing");
              assertThat(row.getOffsetDateTime("starts_at").toInstant()).isEqualTo(START);
              assertThat(row.getString("summary")).isEqualTo("something is wrong with web01");
            });
    assertThat(outcomes()).isEqualTo("1 news");
    assertThat(decisions()).isEqualTo("1 pending");
    assertThat(scenario.published(IncidentOpened.class, source)).hasSize(1);
    assertThat(scenario.published(NotificationRequested.class, source))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.totals()).isEqualTo(new Totals(1, 0, 0, 0));
              assertThat(request.alerts())
                  .singleElement()
                  .satisfies(alert -> assertThat(alert.startsAt()).isEqualTo(START));
              assertThat(request.link()).hasToString(request.alerts().getFirst().link().toString());
            });
  }

  @Test
  void shouldTellNothingNewWhenThreePeersSendTheSameGroupAndRepeatIt() {
    for (int peer = 0; peer < 3; peer++) {
      Payload payload =
          Payload.group("g").firing("HighMemory", "web01", START.plusMillis(7L * peer));
      // One of them holds an alert that the others lack.
      scenario.send(
          source, peer == 1 ? payload.firing("HighMemory", "web02", START).json() : payload.json());
      scenario.send(source, payload.json());
    }

    assertThat(scenario.count("select count(*) from incident where source = $1", source))
        .isEqualTo(2);
    assertThat(outcomes()).isEqualTo("2 news, 6 merged");
    assertThat(scenario.published(NotificationRequested.class, source)).hasSize(2);
  }

  @Test
  void shouldResolveReopenAndOpenAnew() {
    scenario.send(
        source, Payload.group("g").firing("HighMemory", "web01", START.minusSeconds(7_200)).json());
    scenario.send(
        source,
        Payload.group("g")
            .resolved("HighMemory", "web01", START.minusSeconds(7_200), START.minusSeconds(7_000))
            .json());
    scenario.send(
        source, Payload.group("g").firing("HighMemory", "web01", START.minusSeconds(6_900)).json());
    scenario.send(
        source,
        Payload.group("g")
            .resolved("HighMemory", "web01", START.minusSeconds(6_900), START.minusSeconds(6_000))
            .json());
    scenario.send(source, Payload.group("g").firing("HighMemory", "web01", START).json());

    assertThat(
            scenario.rows(
                "select status, flaps, version from incident where source = $1 order by id",
                source))
        .extracting(
            row -> row.getString("status"),
            row -> row.getInteger("flaps"),
            row -> row.getLong("version"))
        .containsExactly(tuple("resolved", 1, 4L), tuple("firing", 0, 1L));
    assertThat(scenario.published(IncidentOpened.class, source)).hasSize(2);
    assertThat(scenario.published(IncidentReopened.class, source))
        .singleElement()
        .satisfies(event -> assertThat(event.flaps()).isEqualTo(1));
    assertThat(scenario.published(IncidentResolved.class, source))
        .extracting(IncidentResolved::resolvedAt)
        .containsExactly(START.minusSeconds(7_000), START.minusSeconds(6_000));
    assertThat(decisions()).isEqualTo("5 pending");
  }

  @Test
  void shouldTakeALargeGroupAsAWholeAndListTheGravestOnly() {
    Payload payload = Payload.group("g").truncated(412);
    for (int i = 0; i < 10_000; i++) {
      payload.firing("HighMemory", "web" + i, START);
    }

    scenario.send(source, payload.json());

    assertThat(outcomes()).isEqualTo("10000 news");
    assertThat(decisions()).isEqualTo("10000 pending");
    assertThat(scenario.published(NotificationRequested.class, source))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.alerts()).hasSize(100);
              assertThat(request.totals().opened()).isEqualTo(10_000);
              assertThat(request.truncatedBySource()).isEqualTo(412);
              assertThat(request.link().toString())
                  .contains("/incidents?notification=" + request.notificationId());
            });
  }

  @Test
  void shouldTakeAHeartbeatForASignOfLifeAndNoMore() {
    scenario.send(source, Payload.group("g").firing("Watchdog", "prometheus", START).json());

    assertThat(
            scenario.count(
                "select count(*) from heartbeat where source = $1 and status = 'firing'", source))
        .isEqualTo(1);
    assertThat(scenario.count("select count(*) from incident where source = $1", source)).isZero();
    assertThat(outcomes()).isEqualTo("1 merged");
  }

  @Test
  void shouldFoldASeriesThatOccursTwiceInOneGroup() {
    scenario.send(
        source,
        Payload.group("g")
            .firing("HighMemory", "web01", START)
            .resolved("HighMemory", "web01", START, START.plusSeconds(60))
            .firing("HighMemory", "web01", START.plusSeconds(3_600))
            .firing("HighMemory", "web01", START.plusSeconds(3_600))
            .json());

    assertThat(
            scenario.rows(
                "select status from incident where source = $1 order by starts_at", source))
        .extracting(row -> row.getString(0))
        .containsExactly("resolved", "firing");
    assertThat(outcomes()).isEqualTo("1 merged, 3 news");
    assertThat(scenario.published(NotificationRequested.class, source))
        .singleElement()
        .satisfies(request -> assertThat(request.totals()).isEqualTo(new Totals(2, 0, 1, 0)));
  }

  private String outcomes() {
    return summary(
        "select o.outcome, count(*) from occurrence o join intake i on i.id = o.intake_id where i.source = $1 group by 1");
  }

  private String decisions() {
    return summary(
        """
        select d.status, count(*) from decision d join transition t on t.id = d.transition_id
        join incident i on i.id = t.incident_id where i.source = $1 and d.current group by 1""");
  }

  private String summary(String sql) {
    return scenario.rows(sql, source).stream()
        .map(row -> row.getLong(1) + " " + row.getString(0))
        .sorted()
        .collect(java.util.stream.Collectors.joining(", "));
  }
}
