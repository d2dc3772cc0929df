package dev.iris.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What went wrong when. */
final class Timeline {

  /** How long after a fault its echoes may be heard: a lease, a retry, a reclaimed entry. */
  private static final Duration ECHO = Duration.ofSeconds(60);

  private final List<Entry> entries = new ArrayList<>();

  /**
   * One fault.
   *
   * @param began when it was ordered
   * @param ended when it was over, not counting the recovery
   */
  record Entry(String fault, Instant began, Instant ended) {

    boolean meets(Instant from, Instant to) {
      return began.isBefore(to) && ended.isAfter(from);
    }
  }

  synchronized void add(String fault, Instant began, Instant ended) {
    entries.add(new Entry(fault, began, ended));
  }

  /** All, by when they began. */
  synchronized List<Entry> entries() {
    return entries.stream().sorted(Comparator.comparing(Entry::began)).toList();
  }

  /** The faults that were on in that time. */
  List<Entry> during(Instant from, Instant to) {
    return entries().stream().filter(entry -> entry.meets(from, to)).toList();
  }

  /** Whether something went wrong at that moment or shortly before. */
  boolean excuses(Instant moment) {
    return !during(moment.minus(ECHO), moment.plusSeconds(5)).isEmpty();
  }

  /** How often each fault was there. */
  Map<String, Long> counts() {
    return entries().stream()
        .collect(
            Collectors.groupingBy(Entry::fault, java.util.TreeMap::new, Collectors.counting()));
  }
}
