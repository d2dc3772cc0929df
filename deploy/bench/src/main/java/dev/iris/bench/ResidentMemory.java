package dev.iris.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Memory of Iris' processes in megabytes, by part: what is resident; of PostgreSQL, whose processes share their buffers, what
 * each of them has for itself. Linux only.
 */
final class ResidentMemory {

  private static final String POSTGRESQL = "postgresql";
  private static final double KILOBYTES = 1024.0;

  private ResidentMemory() {}

  static Map<String, Double> now(Path data) {
    Map<String, Double> all = new TreeMap<>();
    Parts.of(data)
        .forEach(
            (part, process) -> {
              double megabytes = part.equals(POSTGRESQL) ? ownOfAll(process) : resident(process);
              if (megabytes > 0) {
                all.put(part, megabytes);
              }
            });
    return all;
  }

  private static double resident(ProcessHandle process) {
    return read(process, "VmRSS");
  }

  private static double ownOfAll(ProcessHandle postmaster) {
    return Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .mapToDouble(process -> read(process, "RssAnon"))
        .sum();
  }

  private static double read(ProcessHandle process, String field) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return kilobytes(lines, field).orElse(0) / KILOBYTES;
    } catch (IOException ended) {
      return 0;
    }
  }

  /** The value of a line such as {@code VmRSS:	  10340 kB}. */
  static OptionalLong kilobytes(Stream<String> status, String field) {
    return status
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }
}
