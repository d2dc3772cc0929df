package dev.iris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's limit of inotify instances, which above some twenty hosts is too low for their systemds. It is raised for a
 * lab and put back, unless somebody else has changed it meanwhile.
 *
 * @param note where the value before is kept
 */
record WatchLimit(Path note) {

  private static final Path LIMIT = Path.of("/proc/sys/fs/inotify/max_user_instances");
  private static final int MANY_HOSTS = 20;
  private static final int ENOUGH = 4096;

  static WatchLimit of(LabFolder folder) {
    return new WatchLimit(folder.path().resolve("inotify"));
  }

  void raiseFor(int hosts) {
    int now = Integer.parseInt(LabFolder.read(LIMIT));
    if (hosts > MANY_HOSTS && now < ENOUGH) {
      write(note, now);
      write(LIMIT, ENOUGH);
    }
  }

  void putBack() {
    if (Files.exists(note) && LabFolder.read(LIMIT).equals(Integer.toString(ENOUGH))) {
      write(LIMIT, Integer.parseInt(LabFolder.read(note)));
    }
  }

  private static void write(Path file, int value) {
    try {
      Files.writeString(file, value + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
