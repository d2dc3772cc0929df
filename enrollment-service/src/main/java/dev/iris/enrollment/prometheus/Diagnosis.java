package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.Verdict.Broken;
import java.util.List;
import java.util.Map;

/**
 * Finds the segment that is broken when a sample did not come: what a Prometheus says about the target comes before what its samples
 * say. Pure.
 *
 * @param instance that was asked
 * @param targets of the host, as the instance lists them
 */
record Diagnosis(Instance instance, List<TargetState> targets) {

  Diagnosis {
    targets = List.copyOf(targets);
  }

  /**
   * The first broken segment.
   *
   * @param address of the target, for the remedy
   * @param wanted the labels that it should have
   * @param sample what is wrong with the sample, which holds if nothing before it is broken
   */
  Broken of(ScrapedComponent component, String address, Map<String, String> wanted, Broken sample) {
    List<TargetState> own = targets.stream().filter(target -> target.isOf(component)).toList();
    List<TargetState> active = own.stream().filter(target -> !target.dropped()).toList();
    if (active.isEmpty()) {
      return own.isEmpty() ? missing() : dropped();
    }
    List<TargetState> right =
        active.stream()
            .filter(target -> target.labels().entrySet().containsAll(wanted.entrySet()))
            .toList();
    if (right.isEmpty()) {
      return otherLabels(active.getFirst(), wanted);
    }
    TargetState target = right.getFirst();
    return switch (target.health()) {
      case "down" -> ScrapeError.of(target.error()).broken(component, address, target.error());
      case "unknown" ->
          target(
              "target-not-scraped-yet",
              "Prometheus knows the target and has not scraped it yet: is its scrape_interval longer than Iris was told (%s)?"
                  .formatted(instance.scrapeInterval()));
      default -> sample;
    };
  }

  private Broken missing() {
    return target(
        "target-missing",
        switch (instance.discovery()) {
          case FILES ->
              "Prometheus does not know the target: does a file_sd_configs of its configuration read %s/*.json, and may its user read there?"
                  .formatted(instance.folder().map(String::valueOf).orElse("the folder"));
          case HTTP ->
              "Prometheus does not know the target: does an http_sd_configs of its configuration ask Iris for /api/v1/prometheus/%s/targets, with a key, and more often than every %s?"
                  .formatted(instance.name(), instance.noticedAfter());
        });
  }

  private static Broken dropped() {
    return target(
        "target-dropped",
        "Prometheus found the target, and relabel_configs of its scrape job drop it: let them keep targets with "
            + TargetGroup.HOST_LABEL
            + ".");
  }

  private static Broken otherLabels(TargetState found, Map<String, String> wanted) {
    List<String> differing =
        wanted.entrySet().stream()
            .filter(label -> !label.getValue().equals(found.labels().get(label.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return target(
        "target-labels-differ",
        "Prometheus scrapes the target without the wanted values of: %s. Look into relabel_configs of the scrape job, and whether it has read the new file."
            .formatted(String.join(", ", differing)));
  }

  private static Broken target(String code, String remedy) {
    return new Broken(Segment.PROMETHEUS_TARGET, code, remedy);
  }
}
