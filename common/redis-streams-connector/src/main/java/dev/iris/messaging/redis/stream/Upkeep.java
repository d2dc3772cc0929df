package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** What a channel does from time to time beside reading. */
public final class Upkeep {

  private static final Logger LOG = Logger.getLogger(Upkeep.class);
  private static final Duration BACKLOG_INTERVAL = Duration.ofSeconds(5);

  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final StreamMeters meters;
  private final Ticker leases;
  private final List<Ticker> others;

  public Upkeep(Workplace work, GroupBootstrap group, Intake intake) {
    this.commands = work.commands();
    this.settings = work.settings();
    this.meters = work.meters();
    var keeper = new LeaseKeeper(work);
    var reclaimer = new PendingReclaimer(work, group, intake);
    EventLoop loop = work.loop();
    Duration consumerInterval = settings.idleConsumerTtl().dividedBy(2);
    this.leases = new Ticker(loop, "renewing leases", keeper.interval(), keeper::renew);
    this.others =
        List.of(
            new Ticker(loop, "reclaiming", settings.claimInterval(), reclaimer::reclaim),
            new Ticker(loop, "asking for the backlog", BACKLOG_INTERVAL, this::measure),
            new Ticker(loop, "removing idle consumers", consumerInterval, this::removeIdle));
  }

  /** Call on the loop, as the others. */
  public void start() {
    if (settings.leaseRenew()) {
      leases.start();
    }
    others.forEach(Ticker::start);
  }

  /** Takes nothing more on; leases on what is in work are still renewed. */
  public void stopAllButLeases() {
    others.forEach(Ticker::stop);
  }

  public void stop() {
    stopAllButLeases();
    leases.stop();
  }

  private Uni<Void> measure() {
    return commands.backlog().invoke(found -> found.ifPresent(meters::backlog)).replaceWithVoid();
  }

  private Uni<Void> removeIdle() {
    return commands
        .removeIdleConsumers(settings.consumer(), settings.idleConsumerTtl())
        .invoke(this::log)
        .replaceWithVoid();
  }

  private void log(List<String> removed) {
    if (!removed.isEmpty()) {
      LOG.infof(
          "stream=%s group=%s: removed idle consumers %s",
          settings.stream(), settings.group(), removed);
    }
  }
}
