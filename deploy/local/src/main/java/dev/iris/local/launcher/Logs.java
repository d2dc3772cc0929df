package dev.iris.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** What the processes print. Large files are put aside at a start, one generation of each. */
final class Logs {

  private static final long LARGE = 16L << 20;

  private final DataFolder data;

  Logs(DataFolder data) {
    this.data = data;
  }

  void rotate() {
    try (Stream<Path> files = Files.list(data.log())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        if (Files.size(file) > LARGE) {
          Files.move(
              file,
              file.resolveSibling(file.getFileName() + ".1"),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of a log. */
  static List<String> end(Path log, int lines) {
    Deque<String> last = new ArrayDeque<>();
    try (Stream<String> all = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      all.forEach(
          line -> {
            last.addLast(line);
            if (last.size() > lines) {
              last.removeFirst();
            }
          });
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
    return List.copyOf(last);
  }
}
