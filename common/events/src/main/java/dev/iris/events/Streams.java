package dev.iris.events;

/** The names of Iris' streams. The version is the stream's, for a change that additive events cannot express. */
public final class Streams {

  /** Webhooks that were accepted; read by the incident service. */
  public static final String ALERTS = "iris.alerts.v1";

  /** What became of incidents; read by the digest service. */
  public static final String INCIDENTS = "iris.incidents.v1";

  /** Who is to be told what; read by the notifier. */
  public static final String NOTIFICATIONS = "iris.notifications.v1";

  /** What became of deliveries; read by the incident service. */
  public static final String DELIVERIES = "iris.deliveries.v1";

  private Streams() {}
}
