package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.EntryBatch;
import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;

/** Takes over what consumers that died left pending. */
final class PendingReclaimer {

  private final EventLoop loop;
  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final GroupBootstrap group;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final Intake intake;
  private final StreamMeters meters;
  private String cursor = EntryBatch.SCAN_START;

  PendingReclaimer(Workplace work, GroupBootstrap group, Intake intake) {
    this.loop = work.loop();
    this.commands = work.commands();
    this.settings = work.settings();
    this.inFlight = work.inFlight();
    this.pause = work.pause();
    this.meters = work.meters();
    this.group = group;
    this.intake = intake;
  }

  /**
   * Goes through the group's pending entries as far as there is room in flight; the next call goes
   * on from there.
   */
  Uni<Void> reclaim() {
    int count = Math.min(settings.claimCount(), inFlight.room());
    if (count == 0 || pause.isPaused() || !group.isReady()) {
      return Uni.createFrom().voidItem();
    }
    return commands
        .autoClaim(settings.consumer(), settings.claimMinIdle(), cursor, count)
        .emitOn(loop)
        .chain(batch -> intake.takePending(batch).invoke(this::count).replaceWith(batch))
        .chain(this::goOn);
  }

  private void count(int claimed) {
    for (int i = 0; i < claimed; i++) {
      meters.claimed();
    }
  }

  private Uni<Void> goOn(EntryBatch batch) {
    cursor = batch.cursor();
    return batch.scanIsComplete() ? Uni.createFrom().voidItem() : reclaim();
  }
}
