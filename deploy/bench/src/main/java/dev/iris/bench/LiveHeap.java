package dev.iris.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the JVMs of Iris have on their heaps that is still reachable, in megabytes: a leak shows here first. */
final class LiveHeap {

  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final double MEGABYTE = 1 << 20;

  private LiveHeap() {}

  /** Collects the garbage of each of them and counts what stays; empty where this JDK has no jcmd. */
  static Map<String, Double> now(Path data) {
    Map<String, Double> all = new TreeMap<>();
    Parts.of(data)
        .forEach(
            (part, process) -> {
              if (part.endsWith("-service") || part.equals("gateway")) {
                of(process).ifPresent(megabytes -> all.put(part, megabytes));
              }
            });
    return all;
  }

  private static OptionalDouble of(ProcessHandle jvm) {
    try {
      Process jcmd =
          new ProcessBuilder(JCMD.toString(), Long.toString(jvm.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      jcmd.onExit().join();
      return total(histogram);
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /** The bytes in the last line of a class histogram, as megabytes. */
  static OptionalDouble total(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    return total.find()
        ? OptionalDouble.of(Long.parseLong(total.group(1)) / MEGABYTE)
        : OptionalDouble.empty();
  }
}
