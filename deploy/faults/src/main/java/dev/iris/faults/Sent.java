package dev.iris.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The model: all that somebody must be told, and when Iris took it with a 200. */
final class Sent {

  private final Set<News> intended = ConcurrentHashMap.newKeySet();
  private final Map<News, Instant> acknowledged = new ConcurrentHashMap<>();
  private final Map<Integer, NavigableMap<Instant, Integer>> periods = new ConcurrentHashMap<>();

  void intend(Group.Step step) {
    step.states()
        .forEach(
            state ->
                periods
                    .computeIfAbsent(state.series(), key -> new ConcurrentSkipListMap<>())
                    .put(state.startsAt(), state.period()));
    intended.addAll(step.news());
  }

  /** The period of a series that a firing belongs to, whichever peer told when it began; 0 for none of ours. */
  int periodOf(int series, Instant startedAt) {
    NavigableMap<Instant, Integer> starts = periods.get(series);
    Map.Entry<Instant, Integer> period = starts == null ? null : starts.floorEntry(startedAt);
    return period == null ? 0 : period.getValue();
  }

  /** How many incidents each series must have had. */
  Map<Integer, Long> incidents() {
    return acknowledged.keySet().stream()
        .filter(news -> news.kind() == News.Kind.OPENED)
        .collect(Collectors.groupingBy(News::series, Collectors.counting()));
  }

  void acknowledge(List<News> news) {
    Instant now = Instant.now();
    news.forEach(one -> acknowledged.putIfAbsent(one, now));
  }

  /** Everything, with the time of its 200. */
  Map<News, Instant> all() {
    return Map.copyOf(acknowledged);
  }

  /** What nobody ever answered 200 to: empty once the load has ended. */
  List<News> unacknowledged() {
    List<News> left = new ArrayList<>(intended);
    left.removeIf(acknowledged::containsKey);
    return left;
  }
}
