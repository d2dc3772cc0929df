package dev.iris.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The folder that holds everything one local Iris keeps. Nobody else may look into it. */
public record DataFolder(Path root) {

  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Makes it and its parts where they are missing. */
  void create() {
    try {
      Files.createDirectories(root);
      for (Path folder : List.of(run(), log(), secrets(), redis(), inbox(), targets())) {
        Files.createDirectories(folder);
      }
      for (Path folder : List.of(root, secrets())) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the data folder " + root, e);
    }
  }

  /** Pid files, one per process. */
  Path run() {
    return root.resolve("run");
  }

  Path log() {
    return root.resolve("log");
  }

  Path logOf(String part) {
    return log().resolve(part + ".log");
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  Path postgresql() {
    return root.resolve("postgresql");
  }

  Path redis() {
    return root.resolve("redis");
  }

  /** The messages of the local inbox. */
  public Path inbox() {
    return root.resolve("inbox");
  }

  /** What Prometheus is to scrape, for its {@code file_sd_configs}. */
  Path targets() {
    return root.resolve("prometheus").resolve("targets");
  }

  /** The file of API keys; without it Iris asks for none. */
  public Path keys() {
    return root.resolve("keys").resolve("keys");
  }

  /** What the command line of each process of this Iris contains: so they are told from strangers with a reused pid. */
  String mark() {
    return root + "/";
  }
}
