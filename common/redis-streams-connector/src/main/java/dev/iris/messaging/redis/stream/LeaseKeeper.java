package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Shows Redis that slow work is alive, so that no reclaimer takes it: neither that of another
 * consumer nor our own.
 */
final class LeaseKeeper {

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);
  private static final int RENEWALS_PER_LEASE = 3;

  private final EventLoop loop;
  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final InFlight inFlight;
  private final StreamMeters meters;

  LeaseKeeper(Workplace work) {
    this.loop = work.loop();
    this.commands = work.commands();
    this.settings = work.settings();
    this.inFlight = work.inFlight();
    this.meters = work.meters();
  }

  /** How often {@link #renew} is due. */
  Duration interval() {
    return settings.claimMinIdle().dividedBy(RENEWALS_PER_LEASE);
  }

  /** Renews what is older than half an interval; call on the loop. */
  Uni<Void> renew() {
    List<String> due = inFlight.olderThan(interval().dividedBy(2));
    if (due.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return commands
        .renew(settings.consumer(), due)
        .emitOn(loop)
        .invoke(held -> note(due, held))
        .replaceWithVoid();
  }

  private void note(List<String> due, List<String> held) {
    int lost = inFlight.renewed(due, held);
    if (lost > 0) {
      LOG.warnf(
          "stream=%s group=%s: %d entries in work were taken over by other consumers",
          settings.stream(), settings.group(), lost);
      meters.leasesLost(lost);
    }
  }
}
