package dev.iris.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What {@code ./iris test faults} starts. */
public final class FaultsMain {

  private static final double ALERTS_PER_SECOND = 30;

  private FaultsMain() {}

  /**
   * Runs the suite; ends with 1 if something was lost or doubled.
   *
   * @param args {@code CHECKOUT [--minutes N] [--seed S] [--only TEXT]}; without minutes every fault once, briefly; only those whose names hold the text
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < args.length; i += 2) {
      boolean number = args[i].matches("--(minutes|seed)");
      if (i + 1 == args.length
          || !(number ? args[i + 1].matches("-?[0-9]{1,9}") : args[i].equals("--only"))) {
        System.err.println(
            "usage: ./iris test faults [--minutes N] [--seed S] [--only PART_OF_A_NAME]");
        System.exit(2);
      }
      options.put(args[i].substring(2), args[i + 1]);
    }
    Path checkout = Path.of(args[0]);
    String minutes = options.get("minutes");
    String seed = options.get("seed");
    FaultRun.Settings settings =
        new FaultRun.Settings(
            seed == null ? System.currentTimeMillis() % 1_000_000 : Long.parseLong(seed),
            minutes == null ? null : Duration.ofMinutes(Long.parseLong(minutes)),
            options.getOrDefault("only", ""),
            ALERTS_PER_SECOND,
            checkout.resolve("deploy/faults/target"));
    Report report = new FaultRun(checkout, settings).run();
    System.out.println(report.text());
    System.out.println("The report is in " + report.file());
    System.exit(report.isGood() ? 0 : 1);
  }
}
