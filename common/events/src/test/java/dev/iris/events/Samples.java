package dev.iris.events;

import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.Recipient;
import dev.iris.events.NotificationEvent.Route;
import dev.iris.events.NotificationEvent.Totals;
import dev.iris.events.NotificationEvent.Transition;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One event of each type, the same at every run. */
final class Samples {

  static final Instant AT = Instant.parse("2026-03-01T09:15:30.123456Z");

  private static final IncidentEvent.IncidentFacts INCIDENT =
      new IncidentEvent.IncidentFacts(
          id(3),
          "default",
          "9dd9451df8313bf2",
          "HostDown",
          "web-01:12345",
          "shop",
          "critical",
          "web-01 is down",
          AT);

  private Samples() {}

  static List<Event> all() {
    return List.of(
        new AlertEvent.AlertGroupReceived(id(1), "default", 3),
        new IncidentEvent.IncidentOpened(INCIDENT),
        new IncidentEvent.IncidentReopened(INCIDENT, 2),
        new IncidentEvent.IncidentResolved(INCIDENT, AT.plusSeconds(600)),
        notification(),
        new DeliveryEvent.DeliveriesPlanned(
            List.of(
                new DeliveryEvent.NotificationPlan(
                    id(4),
                    List.of(
                        new DeliveryEvent.PlannedDelivery(
                            id(5), "ops-mail", "mail", "Operations", null),
                        new DeliveryEvent.PlannedDelivery(
                            id(6), "ops-teams", "teams", "Operations", id(5)))))),
        new DeliveryEvent.DeliveriesAccepted(
            List.of(new DeliveryEvent.AcceptedDelivery(id(5), id(4), 2, AT))),
        new DeliveryEvent.DeliveryFailed(id(5), id(4), 7, "timeout", true, AT),
        new DeliveryEvent.DeliveriesAudited(
            AT,
            List.of(
                new DeliveryEvent.DeliveryDiscrepancy(
                    id(4), "HostDown on web-01", "1 of 2 deliveries is missing"))),
        new EnrollmentEvent.EnrollmentRequested(id(10)),
        new EnrollmentEvent.EnrollmentFinished(
            new EnrollmentEvent.EnrolledHost(
                id(10), "10.77.0.11", 22, "web-01", "succeeded", null, null),
            true,
            "k7f3a2"),
        new EnrollmentEvent.BatchFinished(
            id(12),
            1,
            false,
            "k7f3a2",
            AT,
            new EnrollmentEvent.BatchCounts(198, 0, 1, 0, 1),
            List.of(
                new EnrollmentEvent.EnrolledHost(
                    id(10),
                    "10.77.0.11",
                    22,
                    "web-01",
                    "failed",
                    "host-unreachable",
                    "Is the host up, and does a firewall let port 22 through?"))),
        new RegistryEvent.HostChanged(
            new RegistryEvent.HostFacts(
                id(11),
                "10.77.0.11",
                22,
                "web-01",
                "ssh",
                "enrolled",
                Map.of("environment", "production", "maintainers", "a@example.org"),
                "port")));
  }

  static Envelope envelope(Event event) {
    return new Envelope(
        id(9), 1, AT, 7, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", event);
  }

  private static NotificationEvent.NotificationRequested notification() {
    return new NotificationEvent.NotificationRequested(
        id(4),
        new Audience(
            "team-web",
            "Web team",
            List.of(
                new Recipient(
                    "ada",
                    "Ada",
                    List.of(
                        new Route("ops-teams", null), new Route("ops-mail", "ada@example.org"))))),
        "default",
        Map.of("alertname", "HostDown"),
        List.of(
            new AlertNews(
                id(7),
                id(3),
                Transition.OPENED,
                "HostDown",
                "web-01:12345",
                "shop",
                "critical",
                "web-01 is down",
                "No scrape has succeeded for two minutes.",
                "https://runbooks.example.org/host-down",
                AT,
                null,
                null,
                Map.of("alertname", "HostDown", "instance", "web-01:12345"),
                URI.create("https://iris.example.org/incidents/3"))),
        new Totals(1, 0, 0, 0),
        0,
        URI.create("https://iris.example.org/incidents?alertName=HostDown"));
  }

  private static UUID id(int n) {
    return new UUID(0x0195_5000_0000_7000L, 0x8000_0000_0000_0000L + n);
  }
}
