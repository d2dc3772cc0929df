package dev.iris.bench;

import java.nio.file.Path;
import java.time.Duration;

/** What {@code ./iris bench} starts. */
public final class BenchMain {

  private BenchMain() {}

  /**
   * Runs a bench.
   *
   * @param args {@code CHECKOUT alerts [RUNS [SECONDS]]}: five runs, and ten seconds for each of sustained load, unless said
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || !args[1].equals("alerts")) {
      System.err.println("usage: ./iris bench alerts [RUNS [SECONDS]]");
      System.exit(2);
    }
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    Duration window = Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : 10);
    new AlertsBench(Path.of(args[0]), runs, window).run();
  }
}
