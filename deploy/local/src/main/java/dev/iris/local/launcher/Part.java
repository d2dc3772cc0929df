package dev.iris.local.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process of a local Iris, as it is started, each time the same.
 *
 * @param name as in its pid file and its log: {@code incident-service-2}, {@code redis}
 * @param command program and arguments; they name something inside the data folder, see {@link DataFolder#mark()}
 * @param environment on top of the launcher's own
 * @param log what it prints is appended here
 * @param end how it is asked to end
 */
record Part(
    String name, List<String> command, Map<String, String> environment, Path log, Signal end) {
  Part {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The environment may hold passwords. */
  @Override
  public String toString() {
    return name;
  }
}
