package dev.iris.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures as a Markdown table: least, median and greatest of the runs, as the machines are noisy. */
final class Report {

  private final List<String> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void row(String name, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    rows.add(
        "| %s | %s | %s | %s |"
            .formatted(
                name,
                text(sorted[0]),
                text(sorted[sorted.length / 2]),
                text(sorted[sorted.length - 1])));
  }

  void row(String name, double value, String unit) {
    rows.add("| %s (%s) | | %s | |".formatted(name, unit, text(value)));
  }

  void note(String text) {
    notes.add(text);
  }

  void print() {
    System.out.println();
    System.out.println("| figure | least | median | greatest |");
    System.out.println("|---|---|---|---|");
    rows.forEach(System.out::println);
    System.out.println();
    System.out.printf(
        "%d processors, %s %s, Java %s%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version());
    notes.forEach(System.out::println);
  }

  private static String text(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
