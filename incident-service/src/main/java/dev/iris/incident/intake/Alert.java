package dev.iris.incident.intake;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One element of a webhook's {@code alerts}. Its ordinal is its place in the body, from 0. */
public sealed interface Alert {

  /** Where it stands in the body. */
  int ordinal();

  /** What Alertmanager says of an alert. The group's own status says nothing about a single one. */
  enum Status {
    FIRING,
    RESOLVED
  }

  /**
   * An alert that Iris can work with. All text is storable, times are cut to microseconds.
   *
   * @param fingerprint as sent, or computed from the labels as Alertmanager does
   * @param labels not empty, {@code alertname} among them
   * @param endsAt of a resolved alert, where one was given; always null while it fires
   */
  record Usable(
      int ordinal,
      Status status,
      String fingerprint,
      Map<String, String> labels,
      Map<String, String> annotations,
      Instant startsAt,
      @Nullable Instant endsAt)
      implements Alert {
    public Usable {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    /** The {@code alertname} label. */
    public String name() {
      return labels.getOrDefault("alertname", "");
    }
  }

  /** An alert that is set aside, so that its neighbours can go on. */
  record Unusable(int ordinal, Flaw flaw) implements Alert {}

  /** Why an alert is set aside. */
  enum Flaw {
    NOT_AN_OBJECT,
    LABELS_MISSING,
    LABELS_UNUSABLE,
    ALERTNAME_MISSING,
    STATUS_UNUSABLE,
    STARTS_AT_UNUSABLE,
    ENDS_AT_UNUSABLE,
    UNREADABLE;

    /** Its stable name in rows, metrics and docs. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
