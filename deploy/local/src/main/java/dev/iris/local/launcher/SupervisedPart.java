package dev.iris.local.launcher;

import dev.iris.local.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one process running: whenever it ends before {@link #stop} is called, it is started again, at once the first time, then
 * after pauses that double. A process that held out for {@link #HELD_OUT} has earned a fresh start. While there is a file
 * {@code run/<part>.hold}, it is not started again: so that whoever maintains it can keep it down. A hold ends with the launcher.
 *
 * <pre>
 *   start() → running ⇄ pausing (⇄ held) → (stop) → ended
 * </pre>
 */
final class SupervisedPart {

  static final Duration HELD_OUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LOOK_AT_HOLD = Duration.ofMillis(200);

  private final Part part;
  private final Path hold;
  private final PidFile pidFile;
  private final Terminal terminal;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Process process;
  private int failures;
  private boolean startedOnce;

  SupervisedPart(Part part, DataFolder data, Terminal terminal) {
    this.part = part;
    this.pidFile = PidFile.of(data, part.name());
    this.hold = data.run().resolve(part.name() + ".hold");
    this.terminal = terminal;
  }

  String name() {
    return part.name();
  }

  Part part() {
    return part;
  }

  /** Starts it and watches over it from now on. */
  void start() {
    forgetHold();
    Process first = launch();
    Thread.ofVirtual().name("watch-" + part.name()).start(() -> watch(first));
  }

  /** How often it ended soon after a start, in a row. */
  synchronized int failures() {
    return failures;
  }

  /** Asks it to end; {@link #awaitEnd} waits for that. It is not started again. */
  synchronized void stop() {
    stopping.countDown();
    if (process != null) {
      part.end().send(process.toHandle());
    }
  }

  /** Waits for it to end and ends it by force after that time. */
  void awaitEnd(Duration grace) {
    Process last = current();
    if (last != null) {
      try {
        if (!last.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
          terminal.complain(part.name() + " does not end by itself; it is killed.");
          last.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        last.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    pidFile.delete();
  }

  private synchronized @Nullable Process current() {
    return process;
  }

  private void watch(@Nullable Process watched) {
    Process running = watched;
    try {
      while (running != null) {
        long since = System.nanoTime();
        int code = running.waitFor();
        if (isStopping()) {
          return;
        }
        Duration pause = pauseAfter(Duration.ofNanos(System.nanoTime() - since));
        terminal.complain(
            "%s ended (%s); it is started again.".formatted(part.name(), reason(code)));
        part.mend().get().ifPresent(terminal::complain);
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS) || isStoppedWhileHeld()) {
          return;
        }
        running = launch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStoppedWhileHeld() throws InterruptedException {
    if (!Files.exists(hold)) {
      return false;
    }
    terminal.complain("%s is held down until %s is removed.".formatted(part.name(), hold));
    while (Files.exists(hold)) {
      if (stopping.await(LOOK_AT_HOLD.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }

  private void forgetHold() {
    try {
      Files.deleteIfExists(hold);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + hold, e);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private synchronized Duration pauseAfter(Duration lifetime) {
    failures = lifetime.compareTo(HELD_OUT) >= 0 ? 1 : failures + 1;
    long pause = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
    return pause > LONGEST_PAUSE.toMillis() ? LONGEST_PAUSE : Duration.ofMillis(pause);
  }

  /** Null once it is to end: between the pause and here somebody may have asked for that. */
  private synchronized @Nullable Process launch() {
    if (isStopping()) {
      return null;
    }
    ProcessBuilder builder = new ProcessBuilder(part.command());
    builder.environment().putAll(part.environment());
    builder.redirectErrorStream(true).redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.appendTo(part.log().toFile()));
    try {
      Process fresh = builder.start();
      process = fresh;
      startedOnce = true;
      pidFile.write(fresh.pid());
      return fresh;
    } catch (IOException e) {
      if (!startedOnce) {
        throw new IllegalStateException(
            "cannot start " + part.name() + ": " + part.command().getFirst(), e);
      }
      terminal.complain("%s cannot be started again: %s".formatted(part.name(), e.getMessage()));
      return null;
    }
  }

  private static String reason(int code) {
    return code > 128 ? "signal " + (code - 128) : "exit code " + code;
  }
}
