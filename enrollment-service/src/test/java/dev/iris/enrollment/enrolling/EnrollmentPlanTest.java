package dev.iris.enrollment.enrolling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.enrollment.agent.PlannedChange;
import dev.iris.enrollment.enrolling.EnrollmentPlan.Change;
import dev.iris.enrollment.prometheus.FoundTarget;
import dev.iris.enrollment.prometheus.HostTargets;
import dev.iris.enrollment.prometheus.Placement;
import dev.iris.enrollment.prometheus.ScrapedComponent;
import dev.iris.enrollment.registry.Host;
import dev.iris.enrollment.registry.HostId;
import dev.iris.enrollment.registry.HostStatus;
import dev.iris.enrollment.registry.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnrollmentPlanTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:15:30Z");
  private static final ScrapedComponent NODE =
      ScrapedComponent.ofAlloy("prometheus.exporter.unix.host", "alloy", "node_uname_info", 12345);

  private final Host host =
      new Host(
          new HostId(new UUID(1, 1)),
          "10.77.0.11",
          22,
          "web-01",
          "ssh",
          HostStatus.ENROLLED,
          Map.of("environment", "production"),
          "ana",
          null,
          1,
          NOW,
          NOW);

  @Test
  void shouldBeEmptyWhereAllIsAsWanted() {
    Roster.Wish wish = new Roster.Wish(null, null, "default", List.of(NODE));
    Placement place = new Placement("default", wish.targets(host));

    assertThat(plan(wish, List.of(place), List.of())).isEmpty();
  }

  @Test
  void shouldNameEachThingThatWouldChange() {
    Roster.Wish wish =
        new Roster.Wish("web-1", Map.of("environment", "test"), "other", List.of(NODE));
    HostTargets before = new Roster.Wish(null, null, "default", List.of(NODE)).targets(host);

    List<Change> changes =
        plan(
            wish,
            List.of(new Placement("default", before)),
            List.of(new FoundTarget("legacy.yml", List.of("10.77.0.11:12345"), Map.of(), false)));

    assertThat(changes)
        .extracting(Change::what)
        .containsExactly(
            "give the host other labels",
            "call the host web-1",
            "have Prometheus other scrape 1 targets of it",
            "have Prometheus default scrape it no more",
            "take 10.77.0.11:12345 out of legacy.yml, which was written by hand and is kept as it was");
  }

  @Test
  void shouldBeginWithTheHost() {
    Roster.Wish wish = new Roster.Wish(null, null, "default", List.of(NODE));
    EnrollmentPlan plan =
        EnrollmentPlan.of(
            new EnrollmentPlan.Found(
                List.of(new PlannedChange("install", "install alloy")), host, List.of(), List.of()),
            wish,
            "config",
            "[]");

    assertThat(plan.changes()).extracting(Change::step).containsExactly("install", "register");
    assertThat(plan.json()).contains("\"config\":\"config\"", "\"targets\":[]");
  }

  private List<Change> plan(
      Roster.Wish wish, List<Placement> places, List<FoundTarget> handWritten) {
    return EnrollmentPlan.of(
            new EnrollmentPlan.Found(List.of(), host, places, handWritten), wish, "", "[]")
        .changes();
  }
}
