package dev.iris.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs that end by themselves, and does not wait for ever for one that does not. */
public final class Program {

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private Program() {}

  /**
   * What came of a run.
   *
   * @param code 0 is well
   * @param output what it printed, errors among it
   */
  public record Outcome(int code, String output) {}

  /**
   * Runs a program to its end; it has nothing to read.
   *
   * @param limit how long it may take, until its output is closed
   * @throws IllegalStateException if it takes longer; it is killed with all that it started, and the message holds what it
   *     printed and, of a JVM, what its threads were at
   * @throws UncheckedIOException if it cannot be started
   */
  public static Outcome run(Duration limit, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      StringBuffer printed = new StringBuffer();
      Thread reader = Thread.ofVirtual().start(() -> read(process, printed));
      boolean ended =
          process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && reader.join(limit);
      if (!ended) {
        kill(process, reader);
        throw new IllegalStateException(
            "%s did not end within %s; it printed:%n%s"
                .formatted(String.join(" ", command), limit, printed));
      }
      return new Outcome(process.exitValue(), printed.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGQUIT makes a JVM print its threads, and ends most others. */
  private static void kill(Process process, Thread reader)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().onExit().join();
    reader.join(LAST_WORDS);
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void read(Process process, StringBuffer printed) {
    try (Reader output = process.inputReader(StandardCharsets.UTF_8)) {
      char[] part = new char[4096];
      for (int length = output.read(part); length >= 0; length = output.read(part)) {
        printed.append(part, 0, length);
      }
    } catch (IOException closed) {
      // It was killed.
    }
  }
}
