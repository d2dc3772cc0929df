package dev.iris.bench;

import dev.iris.bench.Trend.Point;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Memory over time as Markdown: a table with the trend of each process, and a chart. */
final class MemoryReport {

  /** What the line may rise by, from the end of the warm-up to the end, and still be called flat. */
  private static final double FLAT = 0.05;

  private static final int WIDTH = 60;

  private final MemorySamples samples;
  private final Duration warmUp;
  private final Map<String, Double> liveBefore;
  private final Map<String, Double> liveAfter;

  /**
   * A report.
   *
   * @param liveBefore reachable on each heap at the end of the warm-up
   * @param liveAfter and at the end
   */
  MemoryReport(
      MemorySamples samples,
      Duration warmUp,
      Map<String, Double> liveBefore,
      Map<String, Double> liveAfter) {
    this.samples = samples;
    this.warmUp = warmUp;
    this.liveBefore = Map.copyOf(liveBefore);
    this.liveAfter = Map.copyOf(liveAfter);
  }

  void print() {
    System.out.println();
    System.out.println(
        "| process | median (MB) | greatest (MB) | trend (MB an hour) | flat | reachable on the heap (MB) |");
    System.out.println("|---|---|---|---|---|---|");
    samples.after(warmUp).forEach((part, points) -> System.out.println(row(part, points)));
    System.out.println();
    System.out.println("```");
    samples
        .after(Duration.ZERO)
        .forEach(
            (part, points) ->
                System.out.printf(
                    "%-20s %s%n",
                    part, Sparkline.of(points.stream().map(Point::value).toList(), WIDTH)));
    System.out.println("```");
    System.out.println();
    System.out.printf(
        Locale.ROOT,
        "Resident memory, of PostgreSQL without what its processes share; without the first %.1f min. Flat: the line through it rises by"
            + " less than %.0f %%. On the heap: after a forced collection, at the warm-up's end and at the end.%n",
        warmUp.toSeconds() / 60.0,
        FLAT * 100);
  }

  private String row(String part, List<Point> points) {
    double[] sorted = points.stream().mapToDouble(Point::value).sorted().toArray();
    if (sorted.length < 2) {
      return "| %s | too short to say | | | | |".formatted(part);
    }
    Trend trend = Trend.of(points);
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %+.1f | %s | %s |",
        part,
        sorted[sorted.length / 2],
        sorted[sorted.length - 1],
        trend.perHour(),
        trend.rise() < FLAT ? "yes" : "no",
        live(part));
  }

  private String live(String part) {
    Double before = liveBefore.get(part);
    Double after = liveAfter.get(part);
    return before == null || after == null
        ? ""
        : String.format(Locale.ROOT, "%.1f → %.1f", before, after);
  }
}
