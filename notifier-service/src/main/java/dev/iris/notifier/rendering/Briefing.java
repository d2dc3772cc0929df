package dev.iris.notifier.rendering;

import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Totals;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a notification says, in the order a person needs it: what and where, how bad, since when, what to do. Each channel shapes
 * it in its own way and adds nothing.
 *
 * @param lines what fires first, each part the gravest first
 * @param link one page where all of it can be seen
 */
public record Briefing(
    UUID notificationId,
    List<AlertLine> lines,
    Totals totals,
    int truncatedBySource,
    Map<String, String> groupLabels,
    Optional<URI> link) {

  public Briefing {
    lines = List.copyOf(lines);
  }

  /** The briefing for a notification. */
  public static Briefing of(NotificationRequested notification) {
    List<AlertLine> lines =
        new ArrayList<>(notification.alerts().stream().map(AlertLine::of).toList());
    // A stable sort: within a part the order is the one the incident service chose.
    lines.sort(Comparator.comparing(AlertLine::resolved).thenComparing(AlertLine::gravity));
    return new Briefing(
        notification.notificationId(),
        lines,
        notification.totals(),
        notification.truncatedBySource(),
        notification.groupLabels(),
        Links.web(notification.link().toString()));
  }

  /** Whether it is good news only. */
  public boolean allResolved() {
    return totals.firing() == 0 && lines.stream().allMatch(AlertLine::resolved);
  }

  /** Whether all of it was told before and fires still. */
  public boolean allReminders() {
    return totals.reminders() == all() && lines.stream().allMatch(AlertLine::reminder);
  }

  /** The gravest of what fires, or of what is over if nothing fires. */
  public Gravity gravity() {
    return lines.getFirst().gravity();
  }

  /** How grave it is among others: the smaller the graver, and what is over comes last. */
  public short rank() {
    if (lines.getFirst().resolved()) {
      return 3;
    }
    return switch (gravity()) {
      case CRITICAL -> 0;
      case WARNING -> 1;
      case INFO -> 2;
    };
  }

  /** How many alerts there are, listed or not. */
  public int all() {
    return Math.max(totals.all(), lines.size());
  }

  /** How many alerts are left out if so many are listed. */
  public int beyond(int listed) {
    return all() - listed;
  }

  /**
   * What a message is called in a list of messages: {@code [CRITICAL] DiskFull on db01}, and of a reminder
   * {@code [CRITICAL] Still firing for 2 h 5 min: DiskFull on db01}.
   */
  public String subject() {
    String mark = allResolved() ? first().mark() : first().severity();
    String still = allReminders() ? "S" + oldest().stillFiring().substring(1) + ": " : "";
    return "[" + mark + "] " + still + headline();
  }

  /** What and where, on one line. */
  public String headline() {
    AlertLine first = lines.getFirst();
    if (all() == 1) {
      return first.title();
    }
    boolean complete = lines.size() == all();
    long names = distinct(lines.stream().map(AlertLine::name));
    long places = distinct(lines.stream().map(line -> String.valueOf(line.where())));
    if (names == 1 && complete && first.where() != null && places == lines.size()) {
      return first.name() + " on " + places + " instances";
    }
    if (names == 1) {
      return first.name() + ": " + all() + " alerts";
    }
    if (complete && places == 1 && first.where() != null) {
      return first.name() + " and " + (all() - 1) + " more on " + first.where();
    }
    return first.title() + " and " + (all() - 1) + " more";
  }

  /** How bad: {@code CRITICAL}, {@code 2 CRITICAL · 5 WARNING · 1 RESOLVED}, {@code STILL FIRING · CRITICAL}, or by transition if not all are listed. */
  public String status() {
    return (allReminders() ? "STILL FIRING · " : "") + marks();
  }

  private String marks() {
    if (all() == 1) {
      return first().mark();
    }
    if (lines.size() < all()) {
      return first().mark() + " · " + byTransition();
    }
    Map<String, Long> counts =
        lines.stream()
            .collect(
                Collectors.groupingBy(AlertLine::mark, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(" · "));
  }

  /** Since when: how long and since when the oldest fires, or the end of the last if all is over. */
  public String timing(TimeStyle times) {
    if (all() == 1) {
      return first().timing(times);
    }
    if (allResolved()) {
      return "last one resolved "
          + times.at(
              lines.stream().map(Briefing::end).max(Comparator.naturalOrder()).orElseThrow());
    }
    return allReminders()
        ? "oldest " + oldest().timing(times)
        : "oldest since " + times.at(oldest().since());
  }

  private AlertLine oldest() {
    return lines.stream()
        .filter(line -> !line.resolved())
        .min(Comparator.comparing(AlertLine::since))
        .orElse(first());
  }

  /** The runbook, if all that fires has one and the same. */
  public Optional<URI> commonRunbook() {
    List<Optional<URI>> runbooks =
        lines.stream().filter(line -> !line.resolved()).map(AlertLine::runbook).distinct().toList();
    return runbooks.size() == 1 ? runbooks.getFirst() : Optional.empty();
  }

  /** What an alert is called where there is room for one line only: {@code DiskFull on db01 (+3 more)}. */
  public String reference() {
    return first().title() + (all() == 1 ? "" : " (+" + (all() - 1) + " more)");
  }

  private AlertLine first() {
    return lines.getFirst();
  }

  private String byTransition() {
    List<String> parts = new ArrayList<>();
    add(parts, totals.firing() - totals.reminders(), "firing");
    add(parts, totals.reminders(), "still firing");
    add(parts, totals.resolved(), "resolved");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  private static Instant end(AlertLine line) {
    return line.until() == null ? line.since() : line.until();
  }

  private static long distinct(Stream<String> texts) {
    return texts.distinct().count();
  }
}
