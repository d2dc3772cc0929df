package dev.iris.bench;

/** What a figure was measured on. */
final class Machine {

  private Machine() {}

  static String inWords() {
    return "%d processors, %s %s, Java %s."
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version());
  }
}
