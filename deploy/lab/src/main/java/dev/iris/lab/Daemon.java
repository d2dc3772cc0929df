package dev.iris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that outlives the command that started it. It is found again by its id and when it began, so that a stale file
 * never ends a stranger that was given the same id.
 *
 * @param file where it is noted
 */
record Daemon(Path file) {

  /** In a session of its own: Ctrl-C in the terminal is not meant for it. */
  void start(List<String> command, Path log) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of("setsid"), command.stream()).toList())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      Instant began = process.info().startInstant().orElse(Instant.EPOCH);
      Files.writeString(file, process.pid() + " " + began.toEpochMilli() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<ProcessHandle> process() {
    try {
      String[] noted = Files.readString(file).strip().split(" ", 2);
      Instant began = Instant.ofEpochMilli(Long.parseLong(noted[1]));
      return ProcessHandle.of(Long.parseLong(noted[0]))
          .filter(ProcessHandle::isAlive)
          .filter(found -> found.info().startInstant().filter(began::equals).isPresent());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  boolean runs() {
    return process().isPresent();
  }

  void end() {
    process().ifPresent(ProcessHandle::destroyForcibly);
  }
}
