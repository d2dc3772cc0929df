package dev.iris.faults;

import java.util.List;

/** The processes of an Iris with two replicas, as their pid files call them. */
final class Parts {

  static final String GATEWAY = "gateway";
  static final String REDIS = "redis";
  static final String POSTGRESQL = "postgresql";
  static final List<String> INCIDENT = List.of("incident-service", "incident-service-2");
  static final List<String> NOTIFIER = List.of("notifier-service", "notifier-service-2");
  static final List<String> ALL =
      List.of(
          "incident-service",
          "incident-service-2",
          "notifier-service",
          "notifier-service-2",
          "enrollment-service",
          "digest-service",
          GATEWAY,
          REDIS,
          POSTGRESQL);

  private Parts() {}
}
