package dev.iris.incident.lifecycle;

import dev.iris.incident.lifecycle.Telling.Kind;
import dev.iris.incident.lifecycle.Telling.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What happened, and how some peers tell of it: each what it saw and in its order, by clocks that differ by seconds, behind by a
 * lag of its own that is shorter than peers may lag, repeating itself; not every peer knows every series.
 *
 * @param periods how often each series fired
 * @param incidents how many incidents a person would count of each series
 */
record PeersStory(
    List<Telling> tellings, List<Integer> periods, List<Integer> incidents, List<Boolean> fires) {

  private static final double JITTER = 0.05;

  /** The story that a seed stands for. */
  static PeersStory of(long seed) {
    return new Author(new Random(seed)).write();
  }

  private static final class Author {
    private final Random random;
    private final int peers;
    private final List<Telling> tellings = new ArrayList<>();
    private final List<Integer> periods = new ArrayList<>();
    private final List<Integer> incidents = new ArrayList<>();
    private final List<Boolean> stillFire = new ArrayList<>();
    private final double[] lag;

    Author(Random random) {
      this.random = random;
      this.peers = 1 + random.nextInt(4);
      this.lag = random.doubles(peers, 0, 9).toArray();
    }

    PeersStory write() {
      int series = 1 + random.nextInt(4);
      for (int i = 0; i < series; i++) {
        life(i);
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        double at = random.nextDouble() * 100;
        say(at, new Part(Kind.WATCHDOG, 99, at, null), new Part(Kind.UNUSABLE, 0, 0, null));
      }
      // Some arrive twice, and what was said at the same time arrives in any order.
      tellings.stream().filter(telling -> random.nextInt(5) == 0).toList().forEach(tellings::add);
      Collections.shuffle(tellings, random);
      tellings.sort(Comparator.comparingDouble(Telling::heard));
      return new PeersStory(tellings, periods, incidents, stillFire);
    }

    private void life(int series) {
      int count = 1 + random.nextInt(3);
      int counted = 0;
      double now = 0;
      boolean fires = false;
      List<Integer> witnesses = witnesses();
      for (int i = 0; i < count; i++) {
        boolean flaps = i > 0 && random.nextBoolean();
        double start = now + (flaps ? 1 + random.nextDouble() * 12 : 17 + random.nextDouble() * 40);
        double end = start + 0.5 + random.nextDouble() * 30;
        boolean over = i < count - 1 || random.nextBoolean();
        witnesses.forEach(peer -> tell(peer, series, start, end, over));
        counted += flaps ? 0 : 1;
        fires = !over;
        now = end;
      }
      periods.add(count);
      incidents.add(counted);
      stillFire.add(fires);
    }

    private List<Integer> witnesses() {
      int one = random.nextInt(peers);
      return IntStream.range(0, peers)
          .filter(peer -> peer == one || random.nextInt(4) > 0)
          .boxed()
          .toList();
    }

    private void tell(int peer, int series, double start, double end, boolean over) {
      double starts = start + random.nextDouble() * JITTER;
      for (int i = random.nextInt(3); i >= 0; i--) {
        double seen = starts + random.nextDouble() * (end - starts);
        say(seen + lag[peer], new Part(Kind.FIRING, series, starts, null));
      }
      double ends = end + random.nextDouble() * JITTER;
      for (int i = over ? random.nextInt(2) : -1; i >= 0; i--) {
        say(ends + i + lag[peer], new Part(Kind.RESOLVED, series, starts, ends));
      }
    }

    private void say(double heard, Part... parts) {
      tellings.add(new Telling(heard, List.of(parts)));
    }
  }
}
