package dev.iris.monitoring;

import dev.iris.testing.Peers;
import dev.iris.testing.Program;
import dev.iris.testing.Program.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A command line tool of the machine. */
final class Tool {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Tool() {}

  static Outcome run(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Peers.find(name).orElseThrow().toString()));
    command.addAll(List.of(arguments));
    return Program.run(LIMIT, command);
  }
}
