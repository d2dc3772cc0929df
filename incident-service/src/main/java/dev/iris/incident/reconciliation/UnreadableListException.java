package dev.iris.incident.reconciliation;

import java.io.IOException;

/** What a peer sent is no list of alerts. */
final class UnreadableListException extends IOException {

  private static final long serialVersionUID = 1;

  UnreadableListException(String message) {
    super(message);
  }
}
