package dev.iris.messaging.redis.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The entries this consumer was given and has not settled, with the age of the lease on each. */
public final class InFlight {

  private final int limit;
  private final StreamMeters meters;
  private final Map<String, Lease> leases = new LinkedHashMap<>();

  public InFlight(int limit, StreamMeters meters) {
    this.limit = limit;
    this.meters = meters;
  }

  /** How many more entries may be taken. */
  public int room() {
    return Math.max(0, limit - leases.size());
  }

  public boolean isEmpty() {
    return leases.isEmpty();
  }

  boolean contains(String id) {
    return leases.containsKey(id);
  }

  public void add(Delivery delivery) {
    leases.put(delivery.id(), Lease.fresh());
    meters.inFlight(leases.size());
  }

  /** Forgets the entry; harmless if it is unknown. */
  public void remove(String id) {
    leases.remove(id);
    meters.inFlight(leases.size());
  }

  /**
   * Whether another consumer may be working on the entry, so that what becomes of it is no longer
   * for this one to say.
   */
  public boolean isLost(String id) {
    Lease lease = leases.get(id);
    return lease == null || lease.lost;
  }

  /** The leases that have not been renewed for {@code age}. */
  List<String> olderThan(Duration age) {
    long bound = System.nanoTime() - age.toNanos();
    List<String> old = new ArrayList<>();
    leases.forEach(
        (id, lease) -> {
          if (!lease.lost && lease.since - bound <= 0) {
            old.add(id);
          }
        });
    return old;
  }

  /**
   * Takes note of a renewal: what was asked for and not held belongs to somebody else now. Answers
   * how many those are.
   */
  int renewed(Collection<String> asked, Collection<String> held) {
    Set<String> missing = new HashSet<>(asked);
    missing.removeAll(held);
    held.forEach(id -> leases.computeIfPresent(id, (key, old) -> Lease.fresh()));
    missing.forEach(id -> leases.computeIfPresent(id, (key, old) -> new Lease(old.since, true)));
    missing.retainAll(leases.keySet());
    return missing.size();
  }

  /** Redis says that the entry is ours, whatever we thought. */
  void heldAgain(String id) {
    leases.computeIfPresent(id, (key, old) -> Lease.fresh());
  }

  private record Lease(long since, boolean lost) {

    static Lease fresh() {
      return new Lease(System.nanoTime(), false);
    }
  }
}
