package dev.iris.outbox;

import io.smallrye.mutiny.Uni;

/** The way out of the outbox. */
interface EventSender {

  /** Completes when the stream has the event, fails when it does not or may not have it. */
  Uni<Void> send(DueEvent event);
}
