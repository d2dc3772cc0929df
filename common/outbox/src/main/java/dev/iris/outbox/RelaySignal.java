package dev.iris.outbox;

/** Tells the relay that something was committed for it. */
interface RelaySignal {

  /** Returns at once; may be called from any thread, as often as one likes. */
  void signal();
}
