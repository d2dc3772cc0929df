package dev.iris.notifier.rendering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.events.NotificationEvent.AlertNews;
import dev.iris.events.NotificationEvent.NotificationRequested;
import dev.iris.events.NotificationEvent.Totals;
import dev.iris.events.NotificationEvent.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many pieces of news of which kind.
 *
 * @param severities those that are not over, by severity in lower case
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NewsCount(
    int opened, int reopened, int resolved, int reminders, Map<String, Integer> severities) {

  /** None. */
  public static final NewsCount NONE = new NewsCount(0, 0, 0, 0, Map.of());

  /** What is said of severities that a notification does not list, or of which there are too many. */
  private static final String OTHER = "other";

  private static final int MAX_SEVERITIES = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  public NewsCount(
      int opened,
      int reopened,
      int resolved,
      int reminders,
      @Nullable Map<String, Integer> severities) {
    this.opened = opened;
    this.reopened = reopened;
    this.resolved = resolved;
    this.reminders = reminders;
    this.severities = severities == null ? Map.of() : Map.copyOf(severities);
  }

  /** What a notification holds, listed or not. */
  public static NewsCount of(NotificationRequested notification) {
    Totals totals = notification.totals();
    Map<String, Integer> severities = new TreeMap<>();
    for (AlertNews news : notification.alerts()) {
      if (news.transition() != Transition.RESOLVED) {
        add(severities, severity(news), 1);
      }
    }
    int listed = severities.values().stream().mapToInt(Integer::intValue).sum();
    add(severities, OTHER, Math.max(0, totals.all() - totals.resolved() - listed));
    return new NewsCount(
        totals.opened(), totals.reopened(), totals.resolved(), totals.reminders(), severities);
  }

  /** Both together. */
  public NewsCount plus(NewsCount other) {
    Map<String, Integer> sum = new TreeMap<>(severities);
    other.severities.forEach((severity, count) -> add(sum, severity, count));
    return new NewsCount(
        opened + other.opened,
        reopened + other.reopened,
        resolved + other.resolved,
        reminders + other.reminders,
        sum);
  }

  /** All of them. */
  public int all() {
    return opened + reopened + resolved + reminders;
  }

  /** For instance {@code 2 CRITICAL}, {@code 40 WARNING}, {@code 7 RESOLVED}: the gravest first. */
  public List<String> marks() {
    List<String> marks = new ArrayList<>();
    severities.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Integer>, Gravity>comparing(e -> Gravity.of(e.getKey()))
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> marks.add(e.getValue() + " " + e.getKey().toUpperCase(Locale.ROOT)));
    if (resolved > 0) {
      marks.add(resolved + " RESOLVED");
    }
    return marks;
  }

  /** For instance {@code 40 opened}, {@code 2 reopened}; what there is none of is left out. */
  public List<String> transitions() {
    List<String> parts = new ArrayList<>();
    addPart(parts, opened, "opened");
    addPart(parts, reopened, "reopened");
    addPart(parts, resolved, "resolved");
    addPart(parts, reminders, reminders == 1 ? "reminder" : "reminders");
    return parts;
  }

  /** As text for a table. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("counts must be writable", e);
    }
  }

  /** What {@link #json} wrote. */
  public static NewsCount ofJson(String json) {
    try {
      return JSON.readValue(json, NewsCount.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored counts are not JSON", e);
    }
  }

  private static String severity(AlertNews news) {
    String severity = PlainText.line(news.severity(), 24).toLowerCase(Locale.ROOT);
    return severity.isEmpty() ? "none" : severity;
  }

  private static void add(Map<String, Integer> severities, String severity, int count) {
    if (count > 0) {
      boolean fits = severities.containsKey(severity) || severities.size() < MAX_SEVERITIES;
      severities.merge(fits ? severity : OTHER, count, Integer::sum);
    }
  }

  private static void addPart(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
