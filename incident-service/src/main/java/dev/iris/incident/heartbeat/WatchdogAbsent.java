package dev.iris.incident.heartbeat;

import dev.iris.incident.intake.Alert.Status;
import dev.iris.incident.intake.Origin;
import dev.iris.incident.intake.OwnAlerts;
import dev.iris.incident.intake.OwnGroup;
import dev.iris.incident.intake.OwnGroup.OwnAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The alert that a source is silent: one series per source, for whoever gets up at night. */
final class WatchdogAbsent {

  static final String NAME = "WatchdogAbsent";

  private WatchdogAbsent() {}

  /** It is silent. */
  static OwnGroup firing(Heartbeat absent, Duration allowed) {
    Instant since = Objects.requireNonNull(absent.absentSince());
    String summary =
        "Alerts of source '%s' may not reach Iris: no Watchdog for %d minutes"
            .formatted(absent.source(), allowed.toMinutes());
    return group(
        absent,
        new OwnAlert(
            Status.FIRING,
            null,
            labels(absent),
            Map.of("summary", summary, "description", description(absent)),
            since,
            null,
            null));
  }

  /** It was heard again. */
  static OwnGroup returned(Heartbeat absent) {
    return resolved(
        absent,
        absent.lastSeenAt(),
        "Source '%s' sends its Watchdog again".formatted(absent.source()));
  }

  /** An operator said that nobody need wait for it. */
  static OwnGroup forgotten(Heartbeat absent, Instant now) {
    return resolved(absent, now, "Source '%s' is no longer watched".formatted(absent.source()));
  }

  private static OwnGroup resolved(Heartbeat absent, @Nullable Instant endsAt, String summary) {
    return group(
        absent,
        new OwnAlert(
            Status.RESOLVED,
            null,
            labels(absent),
            Map.of("summary", summary),
            Objects.requireNonNull(absent.absentSince()),
            endsAt,
            null));
  }

  private static OwnGroup group(Heartbeat heartbeat, OwnAlert alert) {
    return new OwnGroup(
        OwnAlerts.SOURCE,
        Origin.HEARTBEAT,
        Map.of("alertname", NAME, "source_name", heartbeat.source()),
        List.of(alert));
  }

  /** These make the fingerprint: nothing that changes from one silence to the next. */
  private static Map<String, String> labels(Heartbeat heartbeat) {
    return Map.of(
        "alertname",
        NAME,
        "severity",
        "critical",
        "source_name",
        heartbeat.source(),
        "iris_audience",
        "infrastructure");
  }

  private static String description(Heartbeat absent) {
    String first =
        absent.watchdog().equals("resolved")
            ? "Alertmanager itself said that the Watchdog stopped, so look at Prometheus first."
            : "Last heard at %s.".formatted(absent.lastSeenAt().truncatedTo(ChronoUnit.SECONDS));
    return first
        + " Watch '%1$s' by other means until it is back.".formatted(absent.source())
        + " (1) Is Prometheus up, and does its rule Watchdog fire?"
        + " (2) Is Alertmanager up, does it list the Watchdog, does its log complain about the webhook to Iris?"
        + " (3) Does Iris answer from its host (GET /health)?"
        + " If it was taken out of service: DELETE /api/v1/heartbeats/%s"
            .formatted(absent.source());
  }
}
