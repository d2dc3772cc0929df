package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.stream.Delivery;
import dev.iris.messaging.redis.stream.DependencyPause;
import dev.iris.messaging.redis.stream.EventLoop;
import dev.iris.messaging.redis.stream.InFlight;
import dev.iris.messaging.redis.stream.StreamMeters;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** Acknowledges, and keeps at it while Redis is away: the entry stays ours until Redis says that it is done. */
final class Acknowledger {

  private final EventLoop loop;
  private final StreamCommands commands;
  private final Persistence persistence;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final StreamMeters meters;
  private final Runnable onRoom;

  Acknowledger(
      EventLoop loop,
      StreamCommands commands,
      Persistence persistence,
      InFlight inFlight,
      DependencyPause pause,
      StreamMeters meters,
      Runnable onRoom) {
    this.loop = loop;
    this.commands = commands;
    this.persistence = persistence;
    this.inFlight = inFlight;
    this.pause = pause;
    this.meters = meters;
    this.onRoom = onRoom;
  }

  Uni<Void> acknowledge(Delivery delivery) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long asked = System.nanoTime();
              return persistence
                  .untilDone("acknowledging " + delivery.id(), () -> commands.acknowledge(List.of(delivery.id())))
                  .emitOn(loop)
                  .invoke(acknowledged -> settled(delivery, Duration.ofNanos(System.nanoTime() - asked)))
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
