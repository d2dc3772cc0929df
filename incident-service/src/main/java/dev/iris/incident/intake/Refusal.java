package dev.iris.incident.intake;

import java.util.Locale;

/** Why a whole webhook is not taken. */
enum Refusal {
  NOT_JSON("The body is not JSON"),
  NOT_AN_OBJECT("The body is not a JSON object"),
  VERSION_UNSUPPORTED("Only version 4 of Alertmanager's webhook is understood"),
  ALERTS_MISSING("The body has no alerts array"),
  ALERTS_EMPTY("The alerts array is empty"),
  ALERTS_TWICE("The body has two alerts arrays"),
  SOURCE_INVALID("The source's name is not valid"),
  SOURCE_RESERVED("The source's name is kept for what Iris itself finds out");

  private final String title;

  Refusal(String title) {
    this.title = title;
  }

  /** A sentence for the sender. */
  String title() {
    return title;
  }

  /** The HTTP status it is answered with. */
  int status() {
    return this == SOURCE_RESERVED ? 403 : 400;
  }

  /** Its stable name in answers, rows and metrics. */
  String code() {
    return "webhook-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
