package dev.iris.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ./iris bench} starts. */
public final class BenchMain {

  private static final int WRONG_USE = 2;

  private BenchMain() {}

  /** Measures an Iris of its own that keeps its data in {@code folder}. */
  private interface Bench {
    void run(Path folder) throws Exception;
  }

  /**
   * Runs a bench.
   *
   * @param args {@code CHECKOUT alerts [RUNS [SECONDS]]}: five runs, and ten seconds for each of sustained load, unless said; or
   *     {@code CHECKOUT memory [MINUTES [RATE]]}: an hour and 200 alerts a second, unless said;
   *     or {@code CHECKOUT enrollment [HOSTS]}: 40 hosts unless said
   */
  public static void main(String[] args) throws Exception {
    Path checkout = Path.of(args[0]);
    switch (args.length > 1 ? args[1] : "alerts") {
      case "alerts" ->
          inFolder(
              new AlertsBench(
                      checkout,
                      (int) number(args, 2, 5),
                      duration(args, 3, 10, Duration.ofSeconds(1)))
                  ::run);
      case "memory" ->
          inFolder(
              new MemoryBench(
                      checkout,
                      duration(args, 2, 60, Duration.ofMinutes(1)),
                      (int) number(args, 3, 200))
                  ::run);
      case "enrollment" -> inFolder(new EnrollmentBench(checkout, (int) number(args, 2, 40))::run);
      default -> {
        System.err.println(
            "usage: ./iris bench alerts [RUNS [SECONDS]] | ./iris bench memory [MINUTES [RATE]] | ./iris bench enrollment [HOSTS]");
        System.exit(WRONG_USE);
      }
    }
  }

  /** In a folder that is thrown away: it has gigabytes after an hour. Of a bench that failed it is kept. */
  private static void inFolder(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("iris-bench");
    try {
      bench.run(folder);
    } catch (Exception e) {
      System.err.println("The bench failed; its Iris' data and logs are in " + folder);
      throw e;
    }
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private static double number(String[] args, int index, double usual) {
    return args.length > index ? Double.parseDouble(args[index]) : usual;
  }

  private static Duration duration(String[] args, int index, double usual, Duration unit) {
    return Duration.ofMillis((long) (number(args, index, usual) * unit.toMillis()));
  }
}
