package dev.iris.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time in milliseconds that the processes of Iris and of the bench have used, each with its children, also those that
 * have ended. Linux only: elsewhere there is none.
 *
 * @param byPart keyed by the part's name, and {@code generator} for this process
 */
record ProcessorTime(Map<String, Long> byPart) {

  private static final Path PROC = Path.of("/proc");
  static final String GENERATOR = "generator";

  /** The unit of /proc is USER_HZ, which is 100 a second wherever Java 25 runs. */
  private static final long MILLIS_PER_TICK = 10;

  /** Where user and system time are, then both of ended children, counted behind the name, which may hold blanks. */
  private static final int FIRST_FIELD = 11;

  private static final int OWN = 2;
  private static final int WITH_ENDED_CHILDREN = 4;

  ProcessorTime {
    byPart = Map.copyOf(byPart);
  }

  /** As it is now; empty where there is no /proc. */
  static Optional<ProcessorTime> now(Path data) {
    if (!Files.isReadable(PROC.resolve("self").resolve("stat"))) {
      return Optional.empty();
    }
    Map<String, Long> all = new TreeMap<>();
    Parts.of(data).forEach((part, process) -> all.put(part, millis(part, process)));
    all.put(GENERATOR, MILLIS_PER_TICK * ticks(ProcessHandle.current().pid(), OWN));
    return Optional.of(new ProcessorTime(all));
  }

  /** What was used since an earlier look; a part that was started in between counts from its start. */
  ProcessorTime since(ProcessorTime earlier) {
    Map<String, Long> used = new TreeMap<>();
    byPart.forEach(
        (part, millis) -> {
          long before = earlier.byPart.getOrDefault(part, 0L);
          used.put(part, millis >= before ? millis - before : millis);
        });
    return new ProcessorTime(used);
  }

  ProcessorTime plus(ProcessorTime other) {
    Map<String, Long> sum = new TreeMap<>(byPart);
    other.byPart.forEach((part, millis) -> sum.merge(part, millis, Long::sum));
    return new ProcessorTime(sum);
  }

  /** The launcher alone is counted without its children: they are the other parts. */
  private static long millis(String part, ProcessHandle process) {
    if (part.equals(Parts.LAUNCHER)) {
      return MILLIS_PER_TICK * ticks(process.pid(), OWN);
    }
    return MILLIS_PER_TICK
        * Stream.concat(Stream.of(process), process.descendants())
            .mapToLong(one -> ticks(one.pid(), WITH_ENDED_CHILDREN))
            .sum();
  }

  private static long ticks(long pid, int fields) {
    try {
      return parse(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat")), fields);
    } catch (IOException ended) {
      return 0;
    }
  }

  /** The ticks in a line of /proc/PID/stat. */
  static long parse(String stat, int fields) {
    String[] all = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = FIRST_FIELD; i < FIRST_FIELD + fields; i++) {
      ticks += Long.parseLong(all[i]);
    }
    return ticks;
  }
}
