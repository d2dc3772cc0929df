package dev.iris.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file that holds the id of a running process, replaced as a whole so that nobody reads half a number. */
record PidFile(Path path) {

  static PidFile of(DataFolder data, String part) {
    return new PidFile(data.run().resolve(part + ".pid"));
  }

  void write(long pid) {
    try {
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.writeString(fresh, pid + "\n");
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  /**
   * The process it names, if it lives and is ours.
   *
   * @param mark what its command line must contain
   */
  Optional<ProcessHandle> process(String mark) {
    try {
      long pid = Long.parseLong(Files.readString(path).strip());
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> commandLine(process).contains(mark));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Linux cuts what ProcessHandle shows of long command lines; the kernel's own file has all of it. */
  private static String commandLine(ProcessHandle process) {
    Path kernel = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(kernel, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }
}
