package dev.iris.local.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The replicas of one service. They take turns; one that did not answer is asked last for a while. Used on one event loop only.
 */
final class Upstream {

  private static final long AVOIDED = Duration.ofSeconds(2).toNanos();

  private final List<Replica> replicas;
  private int turn;

  static final class Replica {
    private final Address address;
    private long failedAt;
    private boolean failed;

    private Replica(Address address) {
      this.address = address;
    }

    Address address() {
      return address;
    }

    void fails() {
      failed = true;
      failedAt = System.nanoTime();
    }

    void answers() {
      failed = false;
    }

    private boolean isAvoided() {
      return failed && System.nanoTime() - failedAt < AVOIDED;
    }
  }

  Upstream(List<Address> addresses) {
    this.replicas = addresses.stream().map(Replica::new).toList();
  }

  /** All replicas, in the order in which this request is to try them. */
  List<Replica> inTurn() {
    turn = (turn + 1) % replicas.size();
    List<Replica> good = new ArrayList<>();
    List<Replica> avoided = new ArrayList<>();
    for (int i = 0; i < replicas.size(); i++) {
      Replica replica = replicas.get((turn + i) % replicas.size());
      (replica.isAvoided() ? avoided : good).add(replica);
    }
    good.addAll(avoided);
    return good;
  }
}
