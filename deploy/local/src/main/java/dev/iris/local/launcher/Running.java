package dev.iris.local.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Iris that works on a data folder now, seen from another process. */
public final class Running {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final DataFolder data;

  private Running(DataFolder data) {
    this.data = data;
  }

  /** The one on that folder, running or not. */
  public static Running on(Path data) {
    return new Running(new DataFolder(data));
  }

  /** Its launcher's process id, if it runs. */
  public Optional<Long> pid() {
    return FolderLock.owner(data).map(ProcessHandle::pid);
  }

  /**
   * Ends it, and what a killed one has left behind.
   *
   * @return whether there was anything to end
   */
  public boolean end() throws InterruptedException {
    if (!Files.isDirectory(data.run())) {
      return false;
    }
    Optional<ProcessHandle> launcher = FolderLock.owner(data);
    if (launcher.isPresent()) {
      launcher.get().destroy();
      try {
        launcher.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
        launcher.get().destroyForcibly();
      }
    }
    return new Leftovers(data).end() > 0 || launcher.isPresent();
  }
}
