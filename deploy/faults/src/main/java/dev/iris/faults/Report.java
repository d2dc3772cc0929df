package dev.iris.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a run came to, for people: Markdown that reads well in a terminal, too. */
public final class Report {

  private final Evidence evidence;
  private final Timeline timeline;
  private final int news;
  private final long incidents;
  private final Comparison comparison;
  private final Doubles doubles;
  private final Map<String, Integer> poison;
  private final Errors errors;
  private final Findings findings;

  Report(
      Evidence evidence,
      Timeline timeline,
      int news,
      long incidents,
      Comparison comparison,
      Doubles doubles,
      Map<String, Integer> poison,
      Errors errors,
      Findings findings) {
    this.evidence = evidence;
    this.timeline = timeline;
    this.news = news;
    this.incidents = incidents;
    this.comparison = comparison;
    this.doubles = doubles;
    this.poison = poison;
    this.errors = errors;
    this.findings = findings;
  }

  /** Whether nothing was lost and nothing doubled without a reason. */
  public boolean isGood() {
    return findings.isEmpty();
  }

  /** All of it. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# Fault suite, seed " + evidence.settings().seed());
    lines.add("");
    lines.add(verdict());
    lines.add("");
    load(lines);
    told(lines);
    faults(lines);
    section(lines, "Set aside (one planted in incident and in notifier)", poison);
    section(
        lines,
        "Errors in the logs, each with a fault near it unless found otherwise",
        errors.counts());
    lines.add("## Ledger");
    lines.add("");
    lines.add("    " + evidence.ledger());
    lines.add("");
    lines.add("## Everything that was done");
    lines.add("");
    lines.add("| at (UTC) | for s | what |");
    lines.add("|---|---|---|");
    timeline.entries().forEach(entry -> lines.add(line(entry)));
    return String.join("\n", lines) + "\n";
  }

  private String verdict() {
    if (isGood()) {
      return "**Nothing lost, nothing doubled without a reason, nobody left untold.**";
    }
    return "**Not good.**\n\n"
        + String.join(
            "\n", findings.lines().stream().map(l -> l.startsWith(" ") ? l : "- " + l).toList());
  }

  private void load(List<String> lines) {
    Duration time = Duration.between(evidence.began(), evidence.ended());
    lines.add("## Load");
    lines.add("");
    lines.add(
        "%s of faults, then %s until Iris had come to rest. %d alerts posted by three peers (%.0f/s), %d groups, %d series, %d pieces of news, %d incidents."
            .formatted(
                readable(time),
                readable(Duration.between(evidence.ended(), evidence.settled())),
                evidence.load().alerts(),
                (double) evidence.load().alerts() / Math.max(1, time.toSeconds()),
                evidence.load().groups(),
                evidence.load().series(),
                news,
                incidents));
    lines.add(
        "The notifier's longest pause between attempts was 15 s instead of 5 minutes, between two messages of a storm 4 s instead of a minute.");
    if (!evidence.fullDisks()) {
      lines.add("Full disks were left out: this needs root and mounts.");
    }
    lines.add("");
    section(lines, "Answers to webhooks", evidence.answers());
  }

  private void told(List<String> lines) {
    section(lines, "Pieces of news told, by place", comparison.tellings());
    section(lines, "Messages that arrived more than once, by reason", doubles.byReason());
  }

  private void faults(List<String> lines) {
    lines.add("## Faults, and the longest that anybody was untold meanwhile");
    lines.add("");
    lines.add("| fault | times | longest untold |");
    lines.add("|---|---|---|");
    timeline
        .counts()
        .forEach(
            (fault, count) ->
                lines.add(
                    "| %s | %d | %s |".formatted(fault, count, readable(longestUntold(fault)))));
    lines.add("");
  }

  private Duration longestUntold(String fault) {
    return timeline.entries().stream()
        .filter(entry -> entry.fault().equals(fault))
        .map(comparison::longestUntold)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static void section(List<String> lines, String title, Map<String, ?> counts) {
    lines.add("## " + title);
    lines.add("");
    counts.forEach((what, count) -> lines.add("- " + what + ": " + count));
    if (counts.isEmpty()) {
      lines.add("None.");
    }
    lines.add("");
  }

  private static String line(Timeline.Entry entry) {
    Instant began = entry.began().truncatedTo(ChronoUnit.SECONDS);
    return "| %s | %.1f | %s |"
        .formatted(
            began.toString().substring(11, 19),
            Duration.between(entry.began(), entry.ended()).toMillis() / 1000.0,
            entry.fault());
  }

  private static String readable(Duration time) {
    return time.toMinutes() > 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%.1f s".formatted(time.toMillis() / 1000.0);
  }

  /** Writes it to where the settings say and returns the file. */
  Path write() throws IOException {
    Path file = file();
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, text());
  }

  /** Where it is. */
  public Path file() {
    return evidence
        .settings()
        .reports()
        .resolve("faults-" + evidence.settings().seed() + ".md")
        .toAbsolutePath()
        .normalize();
  }
}
