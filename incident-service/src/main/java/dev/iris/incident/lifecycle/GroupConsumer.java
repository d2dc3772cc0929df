package dev.iris.incident.lifecycle;

import dev.iris.events.AlertEvent.AlertGroupReceived;
import dev.iris.events.Envelope;
import dev.iris.events.EventJson;
import dev.iris.events.UndecodableEventException;
import dev.iris.incident.intake.Intakes;
import dev.iris.incident.lanes.Lanes;
import dev.iris.outbox.Inbox;
import dev.iris.outbox.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow.Subscriber;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Hears of stored webhooks and has them taken up, several at a time, but those of one group one after the other: a resolve must
 * not overtake its firing.
 */
@ApplicationScoped
public class GroupConsumer {

  private static final long ANY_LANE = 0;

  private final Inbox inbox;
  private final GroupTransaction groups;
  private final Pool pool;
  private final LifecycleConfig config;

  GroupConsumer(Inbox inbox, GroupTransaction groups, Pool pool, LifecycleConfig config) {
    this.inbox = inbox;
    this.groups = groups;
    this.pool = pool;
    this.config = config;
  }

  @Incoming("alerts")
  Subscriber<Message<String>> alerts() {
    return new Lanes(config.lanes(), this::group, this::on);
  }

  Uni<Void> on(String json) {
    return inbox.once(json, "alerts", this::handle);
  }

  private Uni<Void> handle(Envelope envelope, Transaction transaction) {
    return envelope.event() instanceof AlertGroupReceived received
        ? groups.takeUp(received.intakeId(), transaction)
        : Uni.createFrom().voidItem();
  }

  /** Never fails: whatever is wrong is said by {@link #on}, to those who know what to do about it. */
  private Uni<Long> group(String json) {
    try {
      if (EventJson.read(json).event() instanceof AlertGroupReceived received) {
        return Intakes.groupHash(pool, received.intakeId()).onFailure().recoverWithItem(ANY_LANE);
      }
    } catch (UndecodableEventException e) {
      // see above
    }
    return Uni.createFrom().item(ANY_LANE);
  }
}
