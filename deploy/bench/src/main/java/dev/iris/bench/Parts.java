package dev.iris.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The processes of an Iris in local mode, as its pid files name them. */
final class Parts {

  /** The process that all others are children of. */
  static final String LAUNCHER = "launcher";

  private static final String SUFFIX = ".pid";

  private Parts() {}

  /** Those that run, by name. */
  static Map<String, ProcessHandle> of(Path data) {
    Map<String, ProcessHandle> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(data.resolve("run"))) {
      files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .forEach(file -> process(file).ifPresent(process -> parts.put(name(file), process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static Optional<ProcessHandle> process(Path file) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException beingWritten) {
      return Optional.empty();
    }
  }
}
