package dev.iris.bench;

import java.nio.file.Path;
import java.time.Duration;

/** What {@code ./iris bench} starts. */
public final class BenchMain {

  private static final int WRONG_USE = 2;

  private BenchMain() {}

  /**
   * Runs a bench.
   *
   * @param args {@code CHECKOUT alerts [RUNS [SECONDS]]}: five runs, and ten seconds for each of sustained load, unless said; or
   *     {@code CHECKOUT memory [MINUTES [RATE]]}: an hour and 200 alerts a second, unless said
   */
  public static void main(String[] args) throws Exception {
    Path checkout = Path.of(args[0]);
    switch (args.length > 1 ? args[1] : "alerts") {
      case "alerts" ->
          new AlertsBench(checkout, number(args, 2, 5).intValue(), duration(args, 3, 10, 1)).run();
      case "memory" ->
          new MemoryBench(checkout, duration(args, 2, 60, 60), number(args, 3, 200).intValue())
              .run();
      default -> {
        System.err.println(
            "usage: ./iris bench alerts [RUNS [SECONDS]] | ./iris bench memory [MINUTES [RATE]]");
        System.exit(WRONG_USE);
      }
    }
  }

  private static Double number(String[] args, int index, double usual) {
    return args.length > index ? Double.valueOf(args[index]) : usual;
  }

  private static Duration duration(String[] args, int index, double usual, int seconds) {
    return Duration.ofMillis((long) (number(args, index, usual) * seconds * 1000));
  }
}
