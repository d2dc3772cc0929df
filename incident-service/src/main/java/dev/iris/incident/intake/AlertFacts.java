package dev.iris.incident.intake;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says, by the conventions of its labels and annotations, cut to lengths that a row, an event and a page can
 * bear. The body keeps the whole.
 *
 * @param severity in lower case, {@code none} without one
 * @param summary never blank: the alert's name where its annotations say nothing
 */
public record AlertFacts(
    String source,
    String fingerprint,
    String alertName,
    @Nullable String instance,
    String severity,
    @Nullable String service,
    @Nullable String serviceType,
    String summary,
    @Nullable String description,
    @Nullable String runbookUrl,
    Map<String, String> labels,
    Map<String, String> annotations) {

  /** The longest name of an alert, a host or a service, in characters: three bytes each must fit into an index. */
  public static final int MAX_NAME = 500;

  private static final int MAX_SEVERITY = 64;
  private static final int MAX_SUMMARY = 500;
  private static final int MAX_DESCRIPTION = 2_000;
  private static final int MAX_URL = 2_000;
  private static final int MAX_VALUE = 8_000;
  private static final int MAX_ENTRIES = 128;

  public AlertFacts {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** What an alert of this source says. */
  public static AlertFacts of(String source, Alert.Usable alert) {
    Map<String, String> labels = alert.labels();
    Map<String, String> annotations = alert.annotations();
    String name = Excerpt.of(alert.name(), MAX_NAME);
    String severity =
        Excerpt.of(labels.getOrDefault("severity", "none"), MAX_SEVERITY)
            .strip()
            .toLowerCase(Locale.ROOT);
    return new AlertFacts(
        source,
        alert.fingerprint(),
        name,
        cut(labels.get("instance"), MAX_NAME),
        severity.isEmpty() ? "none" : severity,
        cut(labels.get("service"), MAX_NAME),
        cut(labels.get("service_type"), MAX_NAME),
        Excerpt.of(summary(annotations, name), MAX_SUMMARY),
        cut(annotations.get("description"), MAX_DESCRIPTION),
        cut(annotations.get("runbook_url"), MAX_URL),
        bounded(labels),
        bounded(annotations));
  }

  private static String summary(Map<String, String> annotations, String name) {
    for (String key : new String[] {"summary", "message", "description"}) {
      String text = annotations.getOrDefault(key, "").strip();
      if (!text.isEmpty()) {
        return text;
      }
    }
    return name;
  }

  private static @Nullable String cut(@Nullable String text, int max) {
    return text == null || text.isBlank() ? null : Excerpt.of(text, max);
  }

  private static Map<String, String> bounded(Map<String, String> texts) {
    Map<String, String> bounded = new TreeMap<>();
    texts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MAX_ENTRIES)
        .forEach(
            e ->
                bounded.put(Excerpt.of(e.getKey(), MAX_NAME), Excerpt.of(e.getValue(), MAX_VALUE)));
    return bounded;
  }
}
