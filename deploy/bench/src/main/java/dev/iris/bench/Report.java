package dev.iris.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Figures as Markdown: least, median and greatest of the runs, as the machines are noisy. */
final class Report {

  private final List<String> rows = new ArrayList<>();
  private final List<String> work = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void row(String name, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    rows.add(
        "| %s | %s | %s | %s |"
            .formatted(
                name,
                sorted.length == 1 ? "" : text(sorted[0]),
                text(sorted[sorted.length / 2]),
                sorted.length == 1 ? "" : text(sorted[sorted.length - 1])));
  }

  /** Where the time went, over all runs together. */
  void work(List<SustainedLoad.Result> results) {
    long webhooks = results.stream().mapToLong(result -> result.load().accepted()).sum();
    results.stream()
        .map(SustainedLoad.Result::processors)
        .flatMap(Optional::stream)
        .reduce(ProcessorTime::plus)
        .ifPresent(processors -> processors(processors.byPart(), webhooks));
    DatabaseWork database =
        results.stream()
            .map(SustainedLoad.Result::database)
            .reduce(DatabaseWork::plus)
            .orElseThrow();
    note(
        "PostgreSQL, for each webhook: %s transactions, %s kB of write-ahead log, %s times forced to disk."
            .formatted(
                text((double) database.transactions() / webhooks),
                text(database.walBytes() / 1000.0 / webhooks),
                text((double) database.walSyncs() / webhooks)));
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
    work.forEach(System.out::println);
    System.out.println(Machine.inWords());
    notes.forEach(System.out::println);
  }

  private void processors(Map<String, Long> byPart, long webhooks) {
    double all = byPart.values().stream().mapToLong(Long::longValue).sum();
    work.add("| process | ms of processor time for each webhook | share |");
    work.add("|---|---|---|");
    byPart.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(part -> line(part.getKey(), part.getValue(), webhooks, all))
        .forEach(work::add);
    work.add(line("all", all, webhooks, all));
    work.add("");
  }

  private static String line(String part, double millis, long webhooks, double all) {
    return "| %s | %s | %.0f %% |".formatted(part, text(millis / webhooks), 100 * millis / all);
  }

  static String text(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
