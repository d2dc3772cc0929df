package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** The end of a channel's work: gives back what was not begun, waits for what was. */
public final class Drain {

  private static final Duration CHECK = Duration.ofMillis(20);

  private final EventLoop loop;
  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final InFlight inFlight;

  public Drain(Workplace work) {
    this.loop = work.loop();
    this.commands = work.commands();
    this.settings = work.settings();
    this.inFlight = work.inFlight();
  }

  /** Others may take these at once, and the delivery that was none does not count. */
  public Uni<Void> giveBack(List<Delivery> notBegun) {
    return Multi.createFrom()
        .iterable(List.copyOf(notBegun))
        .onItem()
        .transformToUniAndMerge(this::giveBack)
        .collect()
        .last()
        .emitOn(loop)
        .invoke(() -> notBegun.forEach(delivery -> inFlight.remove(delivery.id())))
        .replaceWithVoid();
  }

  /** Completes on the loop once nothing is in flight, or after {@code patience}. */
  public Uni<Void> awaitSettled(Duration patience) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              long deadline = System.nanoTime() + patience.toNanos();
              loop.execute(() -> check(deadline, () -> emitter.complete(null)));
            });
  }

  private Uni<List<String>> giveBack(Delivery delivery) {
    long before = Math.max(0, delivery.deliveries() - 1);
    return commands
        .release(settings.consumer(), settings.claimMinIdle(), before, List.of(delivery.id()))
        .onFailure()
        .recoverWithNull();
  }

  private void check(long deadline, Runnable then) {
    if (inFlight.isEmpty() || System.nanoTime() - deadline > 0) {
      then.run();
    } else {
      loop.after(CHECK, () -> check(deadline, then));
    }
  }
}
