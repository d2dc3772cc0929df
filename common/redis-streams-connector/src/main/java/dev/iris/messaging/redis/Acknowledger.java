package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.stream.Delivery;
import dev.iris.messaging.redis.stream.DependencyPause;
import dev.iris.messaging.redis.stream.EventLoop;
import dev.iris.messaging.redis.stream.InFlight;
import dev.iris.messaging.redis.stream.StreamMeters;
import dev.iris.messaging.redis.stream.Workplace;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/**
 * Acknowledges, and keeps at it while Redis is away: the entry stays ours until Redis says that it
 * is done.
 */
final class Acknowledger {

  private final EventLoop loop;
  private final StreamCommands commands;
  private final Persistence persistence;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final StreamMeters meters;
  private final Runnable onRoom;

  /**
   * @param onRoom called on the loop when an entry is settled
   */
  Acknowledger(Workplace work, Persistence persistence, Runnable onRoom) {
    this.loop = work.loop();
    this.commands = work.commands();
    this.inFlight = work.inFlight();
    this.pause = work.pause();
    this.meters = work.meters();
    this.persistence = persistence;
    this.onRoom = onRoom;
  }

  Uni<Void> acknowledge(Delivery delivery) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long asked = System.nanoTime();
              return persistence
                  .untilDone(
                      "acknowledging " + delivery.id(),
                      () -> commands.acknowledge(List.of(delivery.id())))
                  .emitOn(loop)
                  .invoke(
                      acknowledged ->
                          settled(delivery, Duration.ofNanos(System.nanoTime() - asked)))
                  .replaceWithVoid();
            });
  }

  private void settled(Delivery delivery, Duration latency) {
    meters.acknowledged(latency);
    inFlight.remove(delivery.id());
    pause.settled();
    onRoom.run();
  }
}
