package dev.iris.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of a server's data that vanish with the JVM. */
public final class TemporaryFolder {

  private TemporaryFolder() {}

  /**
   * A new one.
   *
   * @param prefix how its name begins
   */
  public static Path create(String prefix) {
    try {
      Path folder = Files.createTempDirectory(prefix);
      AtExit.run(() -> delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Best effort: a server that is still closing may write between listing and deleting. */
  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + folder);
    }
  }
}
