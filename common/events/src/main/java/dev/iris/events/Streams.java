package dev.iris.events;

import java.util.List;

/** The names of Iris' streams. The version is the stream's, for a change that additive events cannot express. */
public final class Streams {

  /** Webhooks that were accepted; read by the incident service. */
  public static final String ALERTS = "iris.alerts.v1";

  /** What became of incidents; for the digest service, which does not read it yet. */
  public static final String INCIDENTS = "iris.incidents.v1";

  /** Who is to be told what; read by the notifier. */
  public static final String NOTIFICATIONS = "iris.notifications.v1";

  /** What became of deliveries; read by the incident service. */
  public static final String DELIVERIES = "iris.deliveries.v1";

  /** Hosts to enrol; read by the enrollment service. */
  public static final String ENROLLMENT_JOBS = "iris.enrollment.jobs.v1";

  /** What became of them, for people; read by the notifier. */
  public static final String ENROLLMENT_RESULTS = "iris.enrollment.results.v1";

  /** Hosts as they are now; for all who join alerts with them, who do not read it yet. */
  public static final String REGISTRY = "iris.registry.v1";

  /**
   * Who publishes to a stream, and which consumer groups read it: what all of them have done with need not stay in it.
   *
   * @param publisher a service, as {@code iris.service} names it
   * @param readers empty while no service reads it
   */
  public record Traffic(String stream, String publisher, List<String> readers) {

    public Traffic {
      readers = List.copyOf(readers);
    }
  }

  /** Of each stream. */
  public static final List<Traffic> TRAFFIC =
      List.of(
          new Traffic(ALERTS, "incident", List.of("incident")),
          new Traffic(INCIDENTS, "incident", List.of()),
          new Traffic(NOTIFICATIONS, "incident", List.of("notifier")),
          new Traffic(DELIVERIES, "notifier", List.of("incident")),
          new Traffic(ENROLLMENT_JOBS, "enrollment", List.of("enrollment")),
          new Traffic(ENROLLMENT_RESULTS, "enrollment", List.of("notifier")),
          new Traffic(REGISTRY, "enrollment", List.of()));

  private Streams() {}
}
