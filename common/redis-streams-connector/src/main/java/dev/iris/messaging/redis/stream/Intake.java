package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.EntryBatch;
import dev.iris.messaging.redis.client.PendingEntry;
import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.client.StreamEntry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes in what was read. Of entries that were pending already it skips those in work, finds out
 * how often each was handed out, and settles those whose content is gone from the stream.
 */
public final class Intake {

  private static final Logger LOG = Logger.getLogger(Intake.class);
  private static final int SWEEP = 1_000;
  private static final int PIPELINE = 64;

  private final EventLoop loop;
  private final StreamCommands commands;
  private final ReaderSettings settings;
  private final InFlight inFlight;
  private final StreamMeters meters;
  private final Consumer<Delivery> sink;

  /**
   * @param sink takes what is to be worked on, on the loop
   */
  public Intake(Workplace work, Consumer<Delivery> sink) {
    this.loop = work.loop();
    this.commands = work.commands();
    this.settings = work.settings();
    this.inFlight = work.inFlight();
    this.meters = work.meters();
    this.sink = sink;
  }

  /** Entries that were never delivered before. Call on the loop. */
  void takeNew(EntryBatch batch) {
    batch.entries().forEach(entry -> sink.accept(new Delivery(entry, 1)));
  }

  /**
   * Entries that were pending already, for this consumer or another. Call on the loop; completes on
   * it, with the number of entries taken in.
   */
  Uni<Integer> takePending(EntryBatch batch) {
    batch.entries().forEach(entry -> inFlight.heldAgain(entry.id()));
    List<StreamEntry> fresh =
        batch.entries().stream().filter(entry -> !inFlight.contains(entry.id())).toList();
    return takeIn(fresh)
        .chain(taken -> settleDeleted(batch, fresh).replaceWith(taken))
        .emitOn(loop);
  }

  private Uni<Integer> takeIn(List<StreamEntry> fresh) {
    return Multi.createFrom()
        .iterable(fresh)
        .onItem()
        .transformToUni(
            entry ->
                commands
                    .pending(entry.id())
                    .map(row -> new Delivery(entry, row.map(PendingEntry::deliveries).orElse(1L))))
        .merge(PIPELINE)
        .collect()
        .asList()
        .call(this::uncount)
        .emitOn(loop)
        .invoke(deliveries -> inOrder(fresh, deliveries).forEach(sink))
        .map(List::size);
  }

  /**
   * Takes back what reading added to the counts: they are raised when an entry is handed to the
   * application. Otherwise entries that merely wait behind others would be given up when their
   * consumer dies a few times.
   */
  private Uni<Void> uncount(List<Delivery> deliveries) {
    Map<Long, List<String>> idsByCount =
        deliveries.stream()
            .collect(
                Collectors.groupingBy(
                    Delivery::deliveries, Collectors.mapping(Delivery::id, Collectors.toList())));
    return Multi.createFrom()
        .iterable(idsByCount.entrySet())
        .onItem()
        .transformToUniAndMerge(
            group -> commands.renewAs(settings.consumer(), group.getKey() - 1, group.getValue()))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private List<Delivery> inOrder(List<StreamEntry> fresh, List<Delivery> deliveries) {
    List<Delivery> ordered = new ArrayList<>(deliveries);
    List<String> ids = fresh.stream().map(StreamEntry::id).toList();
    ordered.sort((a, b) -> Integer.compare(ids.indexOf(a.id()), ids.indexOf(b.id())));
    // looked at again: the answer took a while, and a read may have brought the same entry
    // meanwhile
    ordered.removeIf(delivery -> inFlight.contains(delivery.id()));
    return ordered;
  }

  private Uni<Void> settleDeleted(EntryBatch batch, List<StreamEntry> fresh) {
    if (batch.anonymousDeletions() == 0) {
      return settle(batch.deletedIds());
    }
    return findDeleted(fresh)
        .chain(
            found -> {
              found.addAll(batch.deletedIds());
              return settle(List.copyOf(found));
            });
  }

  /** Redis 6.2 says that a claimed entry is gone, but not which. */
  private Uni<Set<String>> findDeleted(List<StreamEntry> fresh) {
    Set<String> known = new HashSet<>();
    fresh.forEach(entry -> known.add(entry.id()));
    return commands
        .pendingOf(settings.consumer(), SWEEP)
        .emitOn(loop)
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .map(PendingEntry::id)
        .filter(id -> !known.contains(id) && !inFlight.contains(id))
        .onItem()
        .transformToUni(id -> commands.exists(id).map(exists -> exists ? "" : id))
        .merge(PIPELINE)
        .filter(id -> !id.isEmpty())
        .collect()
        .in(HashSet<String>::new, Set::add)
        .map(found -> found);
  }

  private Uni<Void> settle(List<String> deleted) {
    if (deleted.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    // from Redis 7.0 on XAUTOCLAIM has removed them from the pending entries by itself;
    // acknowledging again does no harm
    LOG.errorf(
        "stream=%s group=%s: %d entries were trimmed or deleted before they were acknowledged, their content is lost: %s",
        settings.stream(), settings.group(), deleted.size(), deleted);
    meters.lost(deleted.size());
    return commands.acknowledge(deleted).replaceWithVoid();
  }
}
