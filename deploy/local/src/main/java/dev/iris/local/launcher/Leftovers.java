package dev.iris.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Processes that outlived a launcher which was killed: found by their pid files, recognised by their command lines. */
final class Leftovers {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String DATABASE = "postgresql";

  private final DataFolder data;

  Leftovers(DataFolder data) {
    this.data = data;
  }

  /**
   * Ends them, the database last: the others write to it until they are gone.
   *
   * @return how many there were
   */
  int end() {
    List<Path> files = pidFiles();
    int ended = end(files.stream().filter(file -> !isDatabase(file)).toList(), Signal.TERM);
    return ended + end(files.stream().filter(Leftovers::isDatabase).toList(), Signal.INT);
  }

  private int end(List<Path> files, Signal signal) {
    List<ProcessHandle> processes =
        files.stream().flatMap(file -> new PidFile(file).process(data.mark()).stream()).toList();
    processes.forEach(signal::send);
    for (ProcessHandle process : processes) {
      process
          .onExit()
          .completeOnTimeout(process, GRACE.toMillis(), TimeUnit.MILLISECONDS)
          .thenCompose(
              p ->
                  p.isAlive() && p.destroyForcibly()
                      ? p.onExit()
                      : CompletableFuture.completedFuture(p))
          .join();
    }
    files.forEach(file -> new PidFile(file).delete());
    return processes.size();
  }

  private List<Path> pidFiles() {
    try (Stream<Path> files = Files.list(data.run())) {
      return files
          .filter(file -> file.toString().endsWith(".pid"))
          .filter(file -> !file.endsWith("launcher.pid"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDatabase(Path file) {
    return file.endsWith(DATABASE + ".pid");
  }
}
