package dev.iris.incident.intake;

import java.util.Locale;

/** Who wrote a stored intake. */
public enum Origin {
  /** A sender posted it. */
  WEBHOOK,
  /** Iris itself: a source fell silent, or came back. */
  HEARTBEAT,
  /** Iris itself: Alertmanager, when asked, knew better than what it had posted. */
  RECONCILIATION;

  /** Its stable name in rows and answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
