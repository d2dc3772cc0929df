package dev.iris.incident.reconciliation;

/** What came of asking a peer. */
sealed interface PeerAnswer {

  /** Who was asked. */
  Peer peer();

  /** It listed its alerts, all of them. */
  record Listed(Peer peer, PeerView view) implements PeerAnswer {}

  /**
   * It did not, or not all of them.
   *
   * @param reason a word or two for the log; nothing of what the peer sent
   */
  record Silent(Peer peer, String reason) implements PeerAnswer {}
}
