package dev.iris.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Redis wrote, and what to do when it cannot read it any more: after a full disk and a kill, its append-only file may be broken in
 * the middle, and then it refuses to start, for ever. Nothing of value lives only in Redis, so it may begin anew: services notice, and
 * publish again what they published in the last days.
 */
final class RedisFiles {

  private static final int LINES = 60;
  private static final Pattern BEGINNING = Pattern.compile("Redis is starting");
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "(Bad file format reading|Unexpected end of file reading|Unrecoverable error reading|Error reading the RDB preamble of)"
              + " the append only file|Unrecoverable error, aborting now|Fatal error loading the DB");

  /** A folder since Redis 7, a file before. */
  private static final List<String> NAMES = List.of("appendonlydir", "appendonly.aof");

  private static final String ASIDE = ".unreadable";

  private final Path folder;
  private final Path log;

  RedisFiles(DataFolder data) {
    this.folder = data.redis();
    this.log = data.logOf(Redis.NAME);
  }

  /**
   * Puts the files aside if the last start ended because of them; one generation is kept.
   *
   * @return what was done, for whoever watches
   */
  Optional<String> putAsideIfUnreadable() {
    if (lastStart().noneMatch(line -> UNREADABLE.matcher(line).find())) {
      return Optional.empty();
    }
    try {
      for (String name : NAMES) {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
          Path aside = folder.resolve(name + ASIDE);
          delete(aside);
          Files.move(file, aside);
        }
      }
      return Optional.of(
          "redis could not read its append-only file. It was put aside in %s and redis begins anew; what was published in the last days is published again. Was its disk full?"
              .formatted(folder));
    } catch (IOException e) {
      return Optional.of(
          "redis cannot read its append-only file, and it cannot be put aside: %s. Empty %s by hand; nothing in it is the only copy."
              .formatted(e.getMessage(), folder));
    }
  }

  private Stream<String> lastStart() {
    List<String> end = Logs.end(log, LINES);
    int from = end.size();
    while (from > 0 && !BEGINNING.matcher(end.get(from - 1)).find()) {
      from--;
    }
    return end.subList(from, end.size()).stream();
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
