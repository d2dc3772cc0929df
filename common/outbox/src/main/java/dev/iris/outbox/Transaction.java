package dev.iris.outbox;

import dev.iris.events.Event;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** A running transaction, handed to the body of {@link Transactions#run}. It is not usable after the body's Uni completed. */
public interface Transaction {

  /** The connection that the transaction runs on. Begin, commit and roll back are not the body's business. */
  SqlConnection sql();

  /**
   * Writes the event to the outbox, with the trace that runs now unless it names its own. It travels once the transaction is committed, and never if
   * it is not.
   *
   * @param sequence see {@link SequencedEvent}
   */
  default Uni<Void> publish(Event event, long sequence) {
    return publish(List.of(new SequencedEvent(event, sequence)));
  }

  /** Writes the events to the outbox with one statement; see {@link #publish(Event, long)}. */
  Uni<Void> publish(List<SequencedEvent> events);

  /** Has something done once the transaction is committed, and never if it is not. It must not fail. */
  void afterCommit(Runnable step);
}
