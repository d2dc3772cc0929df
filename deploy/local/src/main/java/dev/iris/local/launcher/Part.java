package dev.iris.local.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One process of a local Iris, as it is started, each time the same.
 *
 * @param name as in its pid file and its log: {@code incident-service-2}, {@code redis}
 * @param command program and arguments; they name something inside the data folder, see {@link DataFolder#mark()}
 * @param environment on top of the launcher's own
 * @param log what it prints is appended here
 * @param end how it is asked to end
 * @param mend called when it ended by itself, before it is started again: clears away what it cannot start with, and says so
 */
record Part(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path log,
    Signal end,
    Supplier<Optional<String>> mend) {
  Part {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** One that can always be started again as it is. */
  Part(String name, List<String> command, Map<String, String> environment, Path log, Signal end) {
    this(name, command, environment, log, end, Optional::empty);
  }

  /** The environment may hold passwords. */
  @Override
  public String toString() {
    return name;
  }
}
