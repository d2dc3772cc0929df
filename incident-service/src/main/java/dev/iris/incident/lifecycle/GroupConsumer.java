package dev.iris.incident.lifecycle;

import dev.iris.outbox.Inbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow.Subscriber;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Hears of stored webhooks and has them taken up, all that came meanwhile in one transaction, and one transaction at a time: a
 * resolve does not overtake its firing.
 */
@ApplicationScoped
public class GroupConsumer {

  private final Inbox inbox;
  private final GroupTransaction groups;

  GroupConsumer(Inbox inbox, GroupTransaction groups) {
    this.inbox = inbox;
    this.groups = groups;
  }

  @Incoming("alerts")
  Subscriber<Message<String>> alerts() {
    return inbox.inBatches("alerts", groups::takeUp);
  }
}
