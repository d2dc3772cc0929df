package dev.iris.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A group of alerts as Alertmanager's peers know it. Each step is a state of all its series and what is new in it. */
final class Group {

  private static final int MOST_SERIES = 6;
  private static final int PERIODS = 4;

  private final int id;
  private final List<Series> series = new ArrayList<>();
  private final Random random;

  Group(int id, int firstSeries, Random random) {
    this.id = id;
    this.random = random;
    int size = 1 + random.nextInt(MOST_SERIES);
    for (int i = 0; i < size; i++) {
      series.add(new Series(firstSeries + i, random.nextInt(Peers.COUNT), random));
    }
  }

  /** A state of the group, and who is to be told what of it. */
  record Step(int group, List<Series.State> states, List<News> news) {}

  int id() {
    return id;
  }

  int size() {
    return series.size();
  }

  /** Whether it has fired and resolved often enough. */
  boolean isOver() {
    return series.stream().allMatch(one -> one.period() >= PERIODS && !one.isFiring());
  }

  /** The next state: most series turn, some stay; now and then nothing is new, as in Alertmanager's repeats. */
  Step step() {
    List<News> news = new ArrayList<>();
    boolean repeat = random.nextInt(6) == 0 && series.stream().anyMatch(Series::hasFired);
    for (Series one : series) {
      boolean turns =
          !repeat
              && (random.nextInt(4) > 0 || !one.hasFired())
              && (one.isFiring() || one.period() < PERIODS);
      if (turns) {
        news.add(one.turn());
      }
    }
    return new Step(id, series.stream().filter(Series::hasFired).map(Series::state).toList(), news);
  }
}
