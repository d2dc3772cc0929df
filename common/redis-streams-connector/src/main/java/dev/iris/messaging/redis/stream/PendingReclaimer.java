package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.EntryBatch;
import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;

/** Takes over what consumers that died left pending. */
public final class PendingReclaimer {

  private final EventLoop loop;
  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final GroupBootstrap group;
  private final InFlight inFlight;
  private final DependencyPause pause;
  private final RecoveredEntries recovered;
  private final StreamMeters meters;
  private String cursor = EntryBatch.SCAN_START;

  public PendingReclaimer(StreamReader.Parts parts, StreamCommands commands, StreamMeters meters) {
    this.loop = parts.loop();
    this.commands = commands;
    this.settings = parts.settings();
    this.group = parts.group();
    this.inFlight = parts.inFlight();
    this.pause = parts.pause();
    this.recovered = parts.recovered();
    this.meters = meters;
  }

  /** Goes through the group's pending entries as far as there is room in flight; the next call goes on from there. */
  public Uni<Void> reclaim() {
    int count = Math.min(settings.claimCount(), inFlight.room());
    if (count == 0 || pause.isPaused() || !group.isReady()) {
      return Uni.createFrom().voidItem();
    }
    return commands
        .autoClaim(settings.consumer(), settings.claimMinIdle(), cursor, count)
        .emitOn(loop)
        .chain(batch -> recovered.accept(batch).invoke(this::count).replaceWith(batch))
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
