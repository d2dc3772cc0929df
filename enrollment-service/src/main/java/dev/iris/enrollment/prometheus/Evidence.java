package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.Verdict.Broken;
import dev.iris.enrollment.prometheus.Verdict.Proven;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What samples say about a component. {@code up} is never looked at: it says that Alloy answered, and nothing about what is behind
 * an exporter.
 *
 * @param series the newest samples of the host's health series
 * @param newerThan a sample that is not after this proves nothing, by Prometheus' clock
 */
record Evidence(List<Series> series, Instant newerThan) {

  private static final double WORKS = 1;

  Evidence {
    series = List.copyOf(series);
  }

  /** Proven, or what is wrong with the sample. */
  Verdict about(ScrapedComponent component, Map<String, String> wanted) {
    List<Series> own =
        series.stream()
            .filter(one -> one.metric().equals(component.healthSeries()))
            .filter(one -> component.id().equals(one.labels().get(TargetGroup.COMPONENT_LABEL)))
            .toList();
    List<Series> fresh = own.stream().filter(one -> one.at().isAfter(newerThan)).toList();
    // After a change of labels the series before it ends with samples that are fresh for a while.
    List<Series> right = fresh.stream().filter(one -> one.carries(wanted)).toList();
    if (!right.isEmpty()) {
      return right.stream().allMatch(one -> one.value() == WORKS)
          ? new Proven(right.stream().map(Series::at).max(Comparator.naturalOrder()).orElseThrow())
          : down(component);
    }
    if (!fresh.isEmpty()) {
      return otherLabels(component, fresh.getFirst(), wanted);
    }
    return own.isEmpty() ? missing(component) : stale(component, own);
  }

  private static Broken down(ScrapedComponent component) {
    return new Broken(
        Segment.SAMPLE,
        "service-down",
        "The exporter runs, and says that what it watches does not answer it (%s is not 1): is the service up, and is the login that the exporter uses right?"
            .formatted(component.healthSeries()));
  }

  private static Broken otherLabels(
      ScrapedComponent component, Series found, Map<String, String> wanted) {
    List<String> differing =
        wanted.entrySet().stream()
            .filter(label -> !label.getValue().equals(found.labels().get(label.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new Broken(
        Segment.SAMPLE,
        "sample-labels-differ",
        "Samples of %s arrive without the wanted values of: %s. Look for honor_labels and metric_relabel_configs in the scrape job."
            .formatted(component.healthSeries(), String.join(", ", differing)));
  }

  private static Broken missing(ScrapedComponent component) {
    return new Broken(
        Segment.SAMPLE,
        "sample-missing",
        "The target answers, but has no %s: does its configuration have the right exporter as %s, and is nothing dropped by metric_relabel_configs or sample_limit?"
            .formatted(component.healthSeries(), component.id()));
  }

  private Broken stale(ScrapedComponent component, List<Series> own) {
    Instant newest = own.stream().map(Series::at).max(Comparator.naturalOrder()).orElseThrow();
    return new Broken(
        Segment.SAMPLE,
        "sample-stale",
        "The last sample of %s is of %s, and none came after %s: is scrape_interval longer than Iris was told?"
            .formatted(component.healthSeries(), newest, newerThan));
  }
}
